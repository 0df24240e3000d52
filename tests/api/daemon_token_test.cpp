// FwpsOpenToken0, whose handle answers through Windows' base functions, and what else only the real
// engine can show.
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "api/daemon_api.h"
#include "api/fake_engine.h"
#include "base/unique.h"

// Keep below.
#include "windows.h"

namespace wfp::test {

// kernel_api.cpp: the kernel flavour's.
FWPM_SERVICE_STATE bfe_state();
std::uint32_t watch_bfe(void (*callback)(void*, FWPM_SERVICE_STATE), void* context, HANDLE* handle);
std::uint32_t unwatch_bfe(HANDLE handle);

namespace {

class Token : public DaemonApi {
 protected:
  void SetUp() override {
    DaemonApi::SetUp();
    if (engine_ == nullptr) return;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(bind(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    UINT64 cookie = 0;
    socklen_t size = sizeof cookie;
    ASSERT_EQ(getsockopt(socket_.get(), SOL_SOCKET, SO_COOKIE, &cookie, &size), 0);
    FWPS_ALE_ENDPOINT_PROPERTIES0* properties = nullptr;
    ASSERT_EQ(api().get_by_id(engine_, cookie, &properties), 0u);
    id_.LowPart = static_cast<DWORD>(properties->localTokenModifiedId);
    id_.HighPart = static_cast<LONG>(properties->localTokenModifiedId >> 32);
    api().free(reinterpret_cast<void**>(&properties));
  }
  void TearDown() override {
    if (token_ != nullptr) {
      EXPECT_TRUE(CloseHandle(token_));
    }
    DaemonApi::TearDown();
  }

  template <class T>
  const T* information(TOKEN_INFORMATION_CLASS of) {
    DWORD size = 0;
    EXPECT_FALSE(GetTokenInformation(token_, of, nullptr, 0, &size));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INSUFFICIENT_BUFFER));
    buffer_.resize(size);
    EXPECT_TRUE(GetTokenInformation(token_, of, buffer_.data(), size, &size)) << GetLastError();
    return reinterpret_cast<const T*>(buffer_.data());
  }

  UniqueFd socket_{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
  LUID id_{};
  HANDLE token_ = nullptr;
  std::vector<char> buffer_;
};
WFP_BOTH_FLAVOURS(Token);

TEST_P(Token, AnswersQuestionsAndAccessChecks) {
  ASSERT_EQ(api().open_token(engine_, id_, TOKEN_QUERY | TOKEN_DUPLICATE, &token_), 0u);
  const auto* user = information<TOKEN_USER>(TokenUser);
  const auto* sid = static_cast<const SID*>(user->User.Sid);
  EXPECT_EQ(sid->IdentifierAuthority.Value[5], 22) << "root's own SID, S-1-22-1-0";
  EXPECT_GT(information<TOKEN_GROUPS>(TokenGroups)->GroupCount, 0u);
  information<TOKEN_PRIVILEGES>(TokenPrivileges);
  const auto* statistics = information<TOKEN_STATISTICS>(TokenStatistics);
  EXPECT_EQ(statistics->ModifiedId.LowPart, id_.LowPart);
  EXPECT_EQ(statistics->ModifiedId.HighPart, id_.HighPart);

  PSECURITY_DESCRIPTOR descriptor = nullptr;
  ASSERT_EQ(api().get_security(engine_, 7, nullptr, nullptr, nullptr, nullptr, &descriptor), 0u);
  GENERIC_MAPPING mapping{0x000201D4, 0x0003040B, 0x00020220, 0x000F07FF};
  PRIVILEGE_SET privileges{};
  DWORD size = sizeof privileges;
  DWORD granted = 0;
  BOOL status = FALSE;
  EXPECT_TRUE(AccessCheck(descriptor, token_, MAXIMUM_ALLOWED, &mapping, &privileges, &size,
                          &granted, &status))
      << GetLastError();
  EXPECT_TRUE(status);
  EXPECT_EQ(granted & 0x7ffu, 0x7ffu) << "root is an administrator";
  api().free(&descriptor);
}

TEST_P(Token, ClosedHandleIsInvalid) {
  ASSERT_EQ(api().open_token(engine_, id_, TOKEN_QUERY, &token_), 0u);
  ASSERT_TRUE(CloseHandle(token_));
  EXPECT_FALSE(CloseHandle(token_));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_HANDLE));
  token_ = nullptr;
  EXPECT_FALSE(CloseHandle(engine_)) << "an engine handle is FwpmEngineClose0's";
}

TEST_P(Token, UnknownIdIsNotFoundAndHandleStaysNull) {
  LUID unknown{0xfffffff0, 0x7fffffff};
  token_ = reinterpret_cast<HANDLE>(4);
  const std::uint32_t result = api().open_token(engine_, unknown, TOKEN_QUERY, &token_);
  EXPECT_EQ(result, code(Status::not_found)) << "as tcpip.sys answers";
  EXPECT_EQ(token_, nullptr);
  EXPECT_EQ(api().open_token(engine_, id_, TOKEN_QUERY, nullptr), code(Status::fwp_null_pointer));
}

TEST_P(Token, NeedsSeDebugPrivilege) {
  const pid_t child = fork();
  if (child == 0) {
    if (setgid(12345) != 0 || setuid(12345) != 0) _exit(2);
    HANDLE engine = nullptr;
    HANDLE token = nullptr;
    if (api().open(&engine) != 0) _exit(3);
    _exit(api().open_token(engine, id_, TOKEN_QUERY, &token) == code(Status::privilege_not_held)
              ? 0
              : 1);
  }
  int status = -1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST(BfeState, FollowsTheEngine) {
  DaemonFixture daemon;
  if (const auto why = daemon.skip_reason(); !why.empty()) GTEST_SKIP() << why;
  setenv("OPENWFP_SOCKET", daemon.socket().c_str(), 1);
  EXPECT_EQ(bfe_state(), FWPM_SERVICE_RUNNING);
  daemon.stop(SIGKILL);
  EXPECT_EQ(bfe_state(), FWPM_SERVICE_STOPPED);
  unsetenv("OPENWFP_SOCKET");
}

TEST(BfeState, EngineThatDoesNotAnswerIsStarting) {
  const FakeEngine engine({.misbehaviour = Misbehaviour::never_greets});
  setenv("OPENWFP_SOCKET", engine.socket_path().c_str(), 1);
  EXPECT_EQ(bfe_state(), FWPM_SERVICE_START_PENDING);
  unsetenv("OPENWFP_SOCKET");
}

TEST(BfeState, ComingAndGoingAreTold) {
  DaemonFixture daemon;
  if (const auto why = daemon.skip_reason(); !why.empty()) GTEST_SKIP() << why;
  setenv("OPENWFP_SOCKET", daemon.socket().c_str(), 1);
  std::atomic<int> last = -1;
  const auto wait_for = [&](FWPM_SERVICE_STATE state) {
    for (int i = 0; i < 1000 && last != state; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    return last == state;
  };
  HANDLE handle = nullptr;
  ASSERT_EQ(
      watch_bfe([](void* context,
                   FWPM_SERVICE_STATE state) { *static_cast<std::atomic<int>*>(context) = state; },
                &last, &handle),
      0u);
  daemon.stop(SIGKILL);
  EXPECT_TRUE(wait_for(FWPM_SERVICE_STOPPED));
  daemon.start();
  EXPECT_TRUE(wait_for(FWPM_SERVICE_RUNNING));
  EXPECT_EQ(unwatch_bfe(handle), 0u);
  EXPECT_NE(unwatch_bfe(handle), 0u) << "it is closed";
  daemon.stop(SIGKILL);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(last, FWPM_SERVICE_RUNNING) << "nothing is told any more";
  unsetenv("OPENWFP_SOCKET");
}

}  // namespace
}  // namespace wfp::test
