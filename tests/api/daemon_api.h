// The fixture of tests against a real wfpd, run on each flavour.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

#include "api/api.h"
#include "support/daemon_fixture.h"

namespace wfp::test {

class DaemonApi : public testing::TestWithParam<const Api*> {
 protected:
  static void SetUpTestSuite() { daemon_ = std::make_unique<DaemonFixture>(); }
  static void TearDownTestSuite() { daemon_.reset(); }

  void SetUp() override {
    if (const auto why = daemon_->skip_reason(); !why.empty()) GTEST_SKIP() << why;
    setenv("OPENWFP_SOCKET", daemon_->socket().c_str(), 1);
    ASSERT_EQ(api().open(&engine_), 0u) << daemon_->log();
  }
  void TearDown() override {
    if (engine_ != nullptr) {
      EXPECT_EQ(api().close(engine_), 0u);
    }
    unsetenv("OPENWFP_SOCKET");
  }

  // Ends the session and opens one of its own flags.
  void reopen(UINT32 flags) {
    api().close(engine_);
    FWPM_SESSION0 session{};
    session.flags = flags;
    ASSERT_EQ(api().open(&engine_, &session), 0u);
  }

  [[nodiscard]] static const Api& api() { return *GetParam(); }
  [[nodiscard]] static std::uint32_t code(Status status) { return api().code(status); }

  static inline std::unique_ptr<DaemonFixture> daemon_;
  HANDLE engine_ = nullptr;
};

}  // namespace wfp::test

#define WFP_BOTH_FLAVOURS(suite)                                                                   \
  INSTANTIATE_TEST_SUITE_P(, suite, testing::Values(&wfp::test::kUserApi, &wfp::test::kKernelApi), \
                           wfp::test::ApiName())
