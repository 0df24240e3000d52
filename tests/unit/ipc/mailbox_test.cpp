#include "ipc/mailbox.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

namespace wfp::ipc {
namespace {

class MailboxTest : public ::testing::Test {
 public:
  ~MailboxTest() noexcept override {}  // NOLINT: KJ's members have throwing destructors

 protected:
  kj::AsyncIoContext io = kj::setupAsyncIo();
  std::unique_ptr<Mailbox> box = *Mailbox::open();

  // Serves until `done` resolves.
  void serve_until(kj::Promise<void> done) {
    box->serve(io.unixEventPort).exclusiveJoin(kj::mv(done)).wait(io.waitScope);
  }
};

// Says that it was destroyed.
struct Trace {
  int* gone;
  explicit Trace(int* counter) : gone(counter) {}
  Trace(Trace&& other) noexcept : gone(std::exchange(other.gone, nullptr)) {}
  Trace& operator=(Trace&&) = delete;
  ~Trace() {
    if (gone != nullptr) ++*gone;
  }
};

TEST_F(MailboxTest, RunsEveryThreadsJobsInTheirOrder) {
  constexpr int kThreads = 4;
  constexpr int kJobs = 2000;
  std::vector<std::vector<int>> ran(kThreads);
  int left = kThreads * kJobs;
  auto all = kj::newPromiseAndFulfiller<void>();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int job = 0; job < kJobs; ++job) {
        EXPECT_TRUE(box->leave([&, thread, job] {
          ran[static_cast<std::size_t>(thread)].push_back(job);
          if (--left == 0) all.fulfiller->fulfill();
        }));
      }
    });
  }
  serve_until(kj::mv(all.promise));
  for (std::thread& thread : threads) thread.join();
  for (const auto& jobs : ran) {
    ASSERT_EQ(jobs.size(), static_cast<std::size_t>(kJobs));
    EXPECT_TRUE(std::ranges::is_sorted(jobs));
  }
}

TEST_F(MailboxTest, AJobLeftBeforeServingRuns) {
  auto done = kj::newPromiseAndFulfiller<void>();
  ASSERT_TRUE(box->leave([&] { done.fulfiller->fulfill(); }));
  serve_until(kj::mv(done.promise));
}

TEST_F(MailboxTest, AJobMayLeaveAnother) {
  auto done = kj::newPromiseAndFulfiller<void>();
  ASSERT_TRUE(box->leave([&] { box->leave([&] { done.fulfiller->fulfill(); }); }));
  serve_until(kj::mv(done.promise));
}

TEST_F(MailboxTest, ClosingDropsWhatNobodyRan) {
  int gone = 0;
  bool ran = false;
  ASSERT_TRUE(box->leave([&ran, trace = Trace(&gone)] { ran = true; }));
  box->close();
  EXPECT_EQ(gone, 1);
  EXPECT_FALSE(ran);
}

TEST_F(MailboxTest, AClosedOneTakesNothing) {
  int gone = 0;
  box->close();
  EXPECT_FALSE(box->leave([trace = Trace(&gone)] {}));
  EXPECT_EQ(gone, 1);
}

}  // namespace
}  // namespace wfp::ipc
