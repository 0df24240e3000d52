// CliTest: a daemon of the test's own, and the environment that makes `wfp` talk to it.
#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "program.h"
#include "support/daemon_fixture.h"

namespace wfp::test {

class CliTest : public testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "needs root for several users";
    daemon_ = std::make_unique<DaemonFixture>();
    if (const auto why = daemon_->skip_reason(); !why.empty()) GTEST_SKIP() << why;
    ASSERT_TRUE(daemon_->running()) << daemon_->log();
    setenv("OPENWFP_SOCKET", daemon_->socket().c_str(), 1);
    setenv("NO_COLOR", "1", 1);
    if (wfp({"version"}, kAlice).exit != 0)
      GTEST_SKIP() << "other users may not run this build's programs";
  }
  void TearDown() override { unsetenv("OPENWFP_SOCKET"); }

  std::unique_ptr<DaemonFixture> daemon_;
};

inline bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace wfp::test
