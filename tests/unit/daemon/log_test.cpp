#include "daemon/log.h"

#include <gtest/gtest.h>

namespace wfp::daemon {
namespace {

TEST(Log, TextOfAClientForgesNoLineAndSteersNoTerminal) {
  EXPECT_EQ(printable("a\nwfpd info: b"), "a\\x0awfpd info: b");
  EXPECT_EQ(printable("\x1b[2J\x7f"), "\\x1b[2J\\x7f");
  EXPECT_EQ(printable("\xC2\x9B"
                      "2J"),
            "\\xc2\\x9b2J");
  EXPECT_EQ(printable("gr\xC3\xBC\xC2\xA0n"), "gr\xC3\xBC\xC2\xA0n");
  EXPECT_EQ(printable("\xC2"), "\xC2");
}

TEST(Log, NoticesAreWrittenAtEveryLevelAndOthersAsAsked) {
  testing::internal::CaptureStderr();
  Log("info").write(LogLevel::info, "a line");
  Log log("off");
  log.write(LogLevel::error, "an error");
  log.write(LogLevel::notice, "security set {}", {{"UID", "7\n8"}});
  const std::string text = testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("info: a line"), std::string::npos) << text;
  EXPECT_EQ(text.find("an error"), std::string::npos) << text;
  EXPECT_NE(text.find("notice: security set {} UID=\"7\\x0a8\""), std::string::npos) << text;
}

}  // namespace
}  // namespace wfp::daemon
