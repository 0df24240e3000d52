#include "cli/sddl_text.h"

#include <gtest/gtest.h>

namespace wfp::cli {
namespace {

TEST(ReadSddl, AMistakeIsMarked) {
  const auto wrong = read_sddl("D:(A;;ZZ;;;WD)");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().exit, ExitCode::invalid_policy);
  EXPECT_TRUE(wrong.error().what.starts_with("character 7: expected ")) << wrong.error().what;
  ASSERT_EQ(wrong.error().notes.size(), 2u);
  EXPECT_EQ(wrong.error().notes[0], "D:(A;;ZZ;;;WD)");
  EXPECT_EQ(wrong.error().notes[1], "      ^");
}

TEST(ReadSddl, LongTextsAreCutAroundTheMistake) {
  const auto wrong = read_sddl("D:" + std::string(5000, '(') + "A;;");
  ASSERT_FALSE(wrong);
  EXPECT_LT(wrong.error().notes[0].size(), 200u);
}

TEST(ReadSddl, HostileBytesAreNotShownRaw) {
  const auto wrong = read_sddl("D:\033[2J");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(to_text(wrong.error()).find('\033'), std::string::npos);
}

TEST(SddlArgument, MayBeTextOrFile) {
  EXPECT_EQ(sddl_argument("D:"), "D:");
  const auto missing = sddl_argument("@/nonexistent/file");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().exit, ExitCode::not_found);
}

}  // namespace
}  // namespace wfp::cli
