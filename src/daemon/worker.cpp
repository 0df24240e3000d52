#include "daemon/worker.h"

#include <kj/debug.h>

namespace wfp::daemon {

// A daemon that has no descriptor left when it starts ends as it does when KJ finds none.
std::unique_ptr<ipc::Mailbox> Worker::open_mailbox() {
  auto opened = ipc::Mailbox::open();
  KJ_REQUIRE(opened.has_value(), opened.error().what.c_str());
  return *std::move(opened);
}

Worker::~Worker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  ready_.notify_one();
  thread_.join();
  answers_->close();
}

void Worker::enqueue(Task task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  ready_.notify_one();
}

void Worker::loop() {
  std::unique_lock lock(mutex_);
  while (true) {
    ready_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    if (stopping_) return;
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    task = nullptr;  // what it held goes here, not under the lock
    lock.lock();
  }
}

}  // namespace wfp::daemon
