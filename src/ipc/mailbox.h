// Mailbox: jobs that any thread leaves for the thread of one event loop. A mutex and an eventfd,
// and nothing else: who leaves a job and who runs it are ordered by the mutex, which every tool
// that looks at threads understands.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "base/result.h"
#include "base/unique.h"
#include "ipc/capnp.h"

namespace wfp::ipc {

class Mailbox {
 public:
  using Job = std::move_only_function<void()>;

  // Errors: of eventfd(2).
  static Result<std::unique_ptr<Mailbox>> open();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // Any thread. False: the mailbox is closed, and the job is gone. A job must not throw.
  bool leave(Job job);

  // The loop's thread: runs the jobs in the order they came, until the promise is dropped.
  kj::Promise<void> serve(kj::UnixEventPort& events);

  // The loop's thread, before the loop ends: takes no more jobs; those that nobody ran are dropped.
  void close();

 private:
  explicit Mailbox(UniqueFd event) : event_(std::move(event)) {}
  kj::Promise<void> serve_next();
  std::vector<Job> take();

  UniqueFd event_;
  std::mutex mutex_;
  bool closed_ = false;                                         // under mutex_
  std::vector<Job> jobs_;                                       // under mutex_
  kj::Maybe<kj::Own<kj::UnixEventPort::FdObserver>> observer_;  // the loop's thread
};

}  // namespace wfp::ipc
