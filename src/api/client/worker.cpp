#include "api/client/worker.h"

#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <system_error>

#include "api/client/host_signals.h"

namespace wfp::api {

struct Worker::Queue {
  std::mutex mutex;
  std::condition_variable changed;
  bool stopped = false;
  std::deque<Job> jobs;

  void run() {
    pthread_setname_np(pthread_self(), "wfp-callbacks");
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return stopped || !jobs.empty(); });
      if (stopped) return;
      Job job = std::move(jobs.front());
      jobs.pop_front();
      lock.unlock();
      job();
      job = nullptr;  // what it holds ends without the lock
      lock.lock();
    }
  }
};

Result<std::shared_ptr<Worker>> Worker::start() {
  auto queue = std::make_shared<Queue>();
  std::shared_ptr<Worker> worker(new Worker(queue));
  try {
    const AllSignalsBlocked blocked;
    worker->thread_ = std::thread([queue] { queue->run(); });
  } catch (const std::system_error& error) {
    return fail(status_from_errno(error.code().value()), "cannot start the callbacks' thread");
  }
  return worker;
}

Worker::~Worker() { stop(); }

void Worker::post(Job job) {
  const std::lock_guard lock(queue_->mutex);
  if (queue_->stopped) return;
  queue_->jobs.push_back(std::move(job));
  queue_->changed.notify_one();
}

void Worker::stop() noexcept {
  std::deque<Job> dropped;
  {
    const std::lock_guard lock(queue_->mutex);
    queue_->stopped = true;
    dropped.swap(queue_->jobs);
    queue_->changed.notify_one();
  }
  if (!thread_.joinable()) return;
  if (thread_.get_id() == std::this_thread::get_id()) {
    thread_.detach();
  } else {
    thread_.join();
  }
}

}  // namespace wfp::api
