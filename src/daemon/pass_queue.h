// PassQueue: shares passes over the kernel's sockets. Each caller gets a pass begun after he asked;
// all who ask while one is under way share the next. The passes run on a thread of their own.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"
#include "daemon/ports.h"
#include "daemon/worker.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

class PassQueue {
 public:
  // `source` must outlive the queue.
  PassQueue(EndpointSource& source, kj::UnixEventPort& events)
      : source_(source), before_(kj::Promise<void>(kj::READY_NOW).fork()), worker_(events) {}

  kj::Promise<Result<SnapshotPtr>> next();

  // Of the last pass that succeeded.
  struct Summary {
    std::chrono::microseconds duration{0};  // zero: there was none
    std::size_t endpoints = 0;
    std::vector<std::string> limits;  // what it could not see, a sentence each
  };
  [[nodiscard]] const Summary& last() const { return last_; }

 private:
  struct Pass {
    Result<SnapshotPtr> snapshot;
    std::chrono::microseconds duration;
  };
  kj::Promise<Result<SnapshotPtr>> begin();

  EndpointSource& source_;
  kj::Maybe<kj::ForkedPromise<Result<SnapshotPtr>>> waiting_;  // the pass that has not begun
  kj::ForkedPromise<void> before_;  // resolves when the pass under way is over
  Summary last_;
  Worker worker_;
};

}  // namespace wfp::daemon
