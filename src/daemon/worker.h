// Worker: one thread for what would hold up the daemon's loop. Jobs run in the order they came; the
// promise of a job belongs to the loop that asked.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "ipc/capnp.h"

namespace wfp::daemon {

class Worker {
 public:
  Worker() : thread_([this] { loop(); }) {}
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker();  // finishes the job in hand; those behind it are dropped and their promises broken

  // Runs `job` on the thread. A dropped promise lets a job that has not begun fall away. The job
  // must not throw.
  template <class Job>
  auto run(Job job) -> kj::Promise<decltype(job())> {
    using Value = decltype(job());
    auto pair = kj::newPromiseAndCrossThreadFulfiller<Value>();
    enqueue([job = std::move(job), fulfiller = kj::mv(pair.fulfiller)]() mutable {
      if (fulfiller->isWaiting()) fulfiller->fulfill(job());
    });
    return kj::mv(pair.promise);
  }

 private:
  using Task = std::move_only_function<void()>;

  void enqueue(Task task);
  void loop();

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Task> tasks_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace wfp::daemon
