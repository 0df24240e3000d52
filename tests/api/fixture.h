// The fixture of tests against a FakeEngine, run on each flavour: TEST_P(FakeApi, ...), or with a
// behaviour of its own by start().
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>

#include "api/api.h"
#include "api/fake_engine.h"

namespace wfp::test {

class FakeApi : public testing::TestWithParam<const Api*> {
 protected:
  // Starts an engine and opens a session with it.
  void start(const Behaviour& behaviour = {}) {
    listen(behaviour);
    ASSERT_EQ(api().open(&engine_), 0u);
  }
  void listen(const Behaviour& behaviour) {
    fake_.emplace(behaviour);
    setenv("OPENWFP_SOCKET", fake_->socket_path().c_str(), 1);
  }

  void TearDown() override {
    if (engine_ != nullptr) api().close(engine_);
    unsetenv("OPENWFP_SOCKET");
  }

  [[nodiscard]] static const Api& api() { return *GetParam(); }
  [[nodiscard]] static std::uint32_t code(Status status) { return api().code(status); }

  // The sentence of the thread's last refusal. The user flavour keeps it.
  static std::string last_detail() {
    OPENWFP_REFUSAL0* refusal = nullptr;
    if (OpenWfpGetLastRefusal0(&refusal) != 0) return {};
    std::string detail = refusal->detail;
    kUserApi.free(reinterpret_cast<void**>(&refusal));
    return detail;
  }

  std::optional<FakeEngine> fake_;
  HANDLE engine_ = nullptr;
};

}  // namespace wfp::test

#define WFP_BOTH_FLAVOURS(suite)                                                                   \
  INSTANTIATE_TEST_SUITE_P(, suite, testing::Values(&wfp::test::kUserApi, &wfp::test::kKernelApi), \
                           wfp::test::ApiName())
