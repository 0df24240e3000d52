// CallQueue: one call of a session at a time goes to the engine, in the order in which they came.
// The engine keeps one transaction, and one wait for the lock, per session; the threads of a
// client may call at once.
#pragma once

#include <deque>
#include <memory>

#include "ipc/capnp.h"

namespace wfp::daemon {

class CallQueue {
 public:
  // Who holds it is being served; dropping it serves the next.
  class Place {
   public:
    explicit Place(std::shared_ptr<CallQueue> queue) : queue_(std::move(queue)) {}
    Place(Place&& other) noexcept = default;
    Place& operator=(Place&&) = delete;
    ~Place() {
      if (queue_) queue_->serve_next();
    }

   private:
    std::shared_ptr<CallQueue> queue_;
  };

  static kj::Promise<Place> enter(const std::shared_ptr<CallQueue>& queue) {
    if (!queue->busy_) {
      queue->busy_ = true;
      return Place(queue);
    }
    auto waiting = kj::newPromiseAndFulfiller<Place>();
    queue->waiting_.push_back({kj::mv(waiting.fulfiller), queue});
    return kj::mv(waiting.promise);
  }

 private:
  struct Waiting {
    kj::Own<kj::PromiseFulfiller<Place>> fulfiller;
    std::weak_ptr<CallQueue> queue;
  };

  void serve_next() {
    while (!waiting_.empty()) {
      Waiting next = std::move(waiting_.front());
      waiting_.pop_front();
      if (!next.fulfiller->isWaiting()) continue;  // the call was given up
      next.fulfiller->fulfill(Place(next.queue.lock()));
      return;
    }
    busy_ = false;
  }

  bool busy_ = false;
  std::deque<Waiting> waiting_;
};

}  // namespace wfp::daemon
