// Worker: one thread for what would hold up the daemon's loop. Jobs run in the order they came; the
// promise of a job belongs to the loop that asked.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "ipc/capnp.h"
#include "ipc/mailbox.h"

namespace wfp::daemon {

class Worker {
 public:
  // Belongs to the loop of `events`.
  explicit Worker(kj::UnixEventPort& events)
      : answered_(answers_->serve(events)), thread_([this] { loop(); }) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();  // finishes the job in hand; those behind it are dropped and their promises broken

  // Runs `job` on the thread. A dropped promise lets a job that has not begun fall away. The job
  // must not throw.
  template <class Job>
  auto run(Job job) -> kj::Promise<decltype(job())> {
    using Value = decltype(job());
    auto pair = kj::newPromiseAndFulfiller<Value>();
    auto wanted = std::make_shared<std::atomic<bool>>(true);
    enqueue([this, wanted, job = std::move(job), fulfiller = kj::mv(pair.fulfiller)]() mutable {
      std::optional<Value> done;
      if (*wanted) done.emplace(job());
      // The fulfiller is the loop's: it is used, and goes, there.
      answers_->leave([done = std::move(done), fulfiller = kj::mv(fulfiller)]() mutable {
        if (done) fulfiller->fulfill(*std::move(done));
      });
    });
    return pair.promise.attach(kj::defer([wanted] { *wanted = false; }));
  }

 private:
  using Task = std::move_only_function<void()>;

  static std::unique_ptr<ipc::Mailbox> open_mailbox();
  void enqueue(Task task);
  void loop();

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Task> tasks_;
  bool stopping_ = false;
  std::unique_ptr<ipc::Mailbox> answers_ = open_mailbox();
  kj::Promise<void> answered_;
  std::thread thread_;  // last: it uses the others
};

}  // namespace wfp::daemon
