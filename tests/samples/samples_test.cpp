// Runs the samples against a wfpd of the test's own.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "support/daemon_fixture.h"

namespace wfp::test {
namespace {

class Samples : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = daemon_.skip_reason(); !why.empty()) GTEST_SKIP() << why;
    setenv("OPENWFP_SOCKET", daemon_.socket().c_str(), 1);
  }
  void TearDown() override { unsetenv("OPENWFP_SOCKET"); }

  // The exit code of a sample, whose output goes to the test's.
  static int run(const std::string& sample) {
    const int status = std::system((std::string(WFP_SAMPLES) + "/sample_" + sample).c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  DaemonFixture daemon_;
};

TEST_F(Samples, EndpointFunctionsOfTheUserFlavour) { EXPECT_EQ(run("endpoints_user"), 0); }
TEST_F(Samples, EndpointFunctionsOfTheKernelFlavour) { EXPECT_EQ(run("endpoints_kernel"), 0); }

}  // namespace
}  // namespace wfp::test
