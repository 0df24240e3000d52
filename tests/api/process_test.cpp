// What a library owes the process it is loaded into.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>
#include <thread>
#include <vector>

#include "api/fixture.h"

namespace wfp::test {
namespace {

class Process : public FakeApi {
 protected:
  std::uint32_t ask() {
    FWPS_ALE_ENDPOINT_PROPERTIES0* properties = nullptr;
    const std::uint32_t result = api().get_by_id(engine_, kFirstId, &properties);
    api().free(reinterpret_cast<void**>(&properties));
    return result;
  }

  // Runs a check in a forked child; 0 = it held.
  static int in_child(const std::function<bool()>& check) {
    const pid_t child = fork();
    if (child == 0)
      exit(check() ? 0 : 1);  // exit, not _exit: the library's end is part of the check
    int status = 0;
    waitpid(child, &status, 0);
    return status;
  }
};
WFP_BOTH_FLAVOURS(Process);

TEST_P(Process, ForkedChildHasNoneOfTheHandles) {
  start();
  const std::uint32_t invalid = code(Status::invalid_handle);
  EXPECT_EQ(in_child([&] { return ask() == invalid && api().close(engine_) == invalid; }), 0);
  EXPECT_EQ(ask(), 0u) << "the parent's still works";
}

TEST_P(Process, ForkedChildOpensItsOwn) {
  start();
  const auto open_and_ask = [&] {
    const HANDLE inherited = engine_;
    if (api().open(&engine_) != 0 || ask() != 0) return false;
    std::swap(engine_, const_cast<HANDLE&>(inherited));
    return ask() == code(Status::invalid_handle);
  };
  EXPECT_EQ(in_child([&] { return open_and_ask() && in_child(open_and_ask) == 0; }), 0)
      << "and its child";
  EXPECT_EQ(ask(), 0u);
}

TEST_P(Process, ForkWhileOtherThreadsCall) {
  start();
  std::atomic<bool> stop{false};
  std::vector<std::thread> callers;
  for (int i = 0; i < 2; ++i) {
    callers.emplace_back([&] {
      while (!stop) ask();
    });
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(
        in_child([&]() -> bool {
          const bool held = ask() == code(Status::invalid_handle) && api().open(&engine_) == 0;
          _exit(held ? 0 : 1);  // what was on the callers' stacks would look lost to a leak checker
        }),
        0);
  }
  stop = true;
  for (auto& caller : callers) caller.join();
}

TEST_P(Process, OneHandleServesSeveralThreads) {
  start({.rows = 1000});
  HANDLE handle = nullptr;
  ASSERT_EQ(api().create_enum(engine_, nullptr, &handle), 0u);
  std::atomic<std::uint32_t> rows{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      FWPS_ALE_ENDPOINT_PROPERTIES0** entries = nullptr;
      UINT32 returned = 0;
      do {
        EXPECT_EQ(api().enumerate(engine_, handle, 7, &entries, &returned), 0u);
        rows += returned;
        api().free(reinterpret_cast<void**>(&entries));
        EXPECT_EQ(ask(), 0u);
      } while (returned > 0);
    });
  }
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(rows, 1000u) << "each row once";
}

TEST_P(Process, CloseWhileAnotherThreadWaits) {
  start({.misbehaviour = Misbehaviour::never_answers});
  std::atomic<std::uint32_t> answer{0};
  std::thread waiter([&] { answer = ask(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(api().close(engine_), 0u);
  waiter.join();
  engine_ = nullptr;
  // On a busy machine the handle may be closed before the call begins.
  EXPECT_TRUE(answer == code(Status::fwp_session_aborted) || answer == code(Status::invalid_handle))
      << answer;
}

TEST_P(Process, EngineKilledDuringACallAbortsTheSession) {
  start({.misbehaviour = Misbehaviour::never_answers});
  std::thread waiter([&] { EXPECT_EQ(ask(), code(Status::fwp_session_aborted)); });
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  fake_->kill();
  waiter.join();
  EXPECT_EQ(ask(), code(Status::fwp_session_aborted)) << "and every later call";
  EXPECT_EQ(api().begin(engine_, 0), code(Status::fwp_session_aborted));
  EXPECT_EQ(api().close(engine_), 0u) << "the handle must still be closed";
  EXPECT_EQ(ask(), code(Status::invalid_handle));
  engine_ = nullptr;
}

TEST_P(Process, EngineKilledBetweenPagesAbortsTheSession) {
  start({.misbehaviour = Misbehaviour::dies, .rows = 50'000});
  HANDLE handle = nullptr;
  ASSERT_EQ(api().create_enum(engine_, nullptr, &handle), 0u);
  FWPS_ALE_ENDPOINT_PROPERTIES0** entries = nullptr;
  UINT32 returned = 0;
  EXPECT_EQ(api().enumerate(engine_, handle, 0xffffffff, &entries, &returned),
            code(Status::fwp_session_aborted));
  EXPECT_EQ(entries, nullptr);
}

TEST_P(Process, ExceptionOfTheEngineIsAnInternalError) {
  start({.misbehaviour = Misbehaviour::throws});
  EXPECT_EQ(ask(), code(Status::internal_error));
}

TEST_P(Process, StatusThatNobodyKnowsIsNeverSuccess) {
  start();
  EXPECT_EQ(api().begin(engine_, 0), code(Status::internal_error));
}

// In a child, where the library starts its thread anew under the dispositions that the child chose.
TEST_P(Process, SignalDispositionsAndMaskStayTheHosts) {
  listen({});
  const auto check = [&](void (*pipe)(int), void (*user)(int)) {
    return in_child([&] {
      signal(SIGPIPE, pipe);
      signal(SIGUSR1, user);
      sigset_t before;
      sigset_t after;
      pthread_sigmask(SIG_SETMASK, nullptr, &before);
      if (api().open(&engine_) != 0 || ask() != 0) return false;
      pthread_sigmask(SIG_SETMASK, nullptr, &after);
      struct sigaction now_pipe{};
      struct sigaction now_user{};
      sigaction(SIGPIPE, nullptr, &now_pipe);
      sigaction(SIGUSR1, nullptr, &now_user);
      return now_pipe.sa_handler == pipe && now_user.sa_handler == user &&
             std::memcmp(&before, &after, 8) == 0;
    });
  };
  EXPECT_EQ(check(SIG_DFL, SIG_DFL), 0);
  EXPECT_EQ(check(SIG_IGN, SIG_IGN), 0);
  EXPECT_EQ(check([](int) {}, [](int) {}), 0);
}

// SIGPIPE is at its default, which ends the process, when the engine goes away under a request.
TEST_P(Process, EngineThatGoesAwayRaisesNoSigpipe) {
  start();
  EXPECT_EQ(in_child([&] {
              signal(SIGPIPE, SIG_DFL);
              if (api().open(&engine_) != 0) return false;
              fake_->kill();
              for (int i = 0; i < 10; ++i) {
                if (ask() != code(Status::fwp_session_aborted)) return false;
              }
              return true;
            }),
            0);
}

TEST_P(Process, SignalsReachTheHostsThreads) {
  listen({});
  EXPECT_EQ(in_child([&] {
              static thread_local bool mine = false;
              static std::atomic<int> got{0};
              mine = true;
              signal(SIGUSR2, [](int) { got += mine ? 1 : 100; });
              if (api().open(&engine_) != 0) return false;
              for (int i = 0; i < 50; ++i) kill(getpid(), SIGUSR2);
              return got == 50;
            }),
            0);
}

TEST_P(Process, ExitWithOpenHandlesAndWaitingThreadsEnds) {
  listen({.misbehaviour = Misbehaviour::never_answers});
  EXPECT_EQ(in_child([&] {
              if (api().open(&engine_) != 0) return false;
              std::thread([&] { ask(); }).detach();
              std::this_thread::sleep_for(std::chrono::milliseconds(50));
              return true;  // exit() runs the library's end
            }),
            0);
}

}  // namespace
}  // namespace wfp::test
