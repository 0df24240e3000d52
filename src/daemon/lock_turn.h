// LockTurn: a session's turn to use the transaction lock, which the engine has granted for one
// call. A call that is given up before its turn has been used gives the lock back; one that has
// been used has nothing to give back.
#pragma once

#include <map>
#include <utility>

#include "base/guid.h"
#include "base/result.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

class LockWaiter;

// Who waits for the lock, and whoever gives up.
class LockWaits {
 public:
  virtual void cancel_wait(const Guid& session) = 0;
  // Ends the wait of a session, if it has one: with its turn, or with an error.
  void end_wait(const Guid& session, const Result<void>& outcome);

 protected:
  ~LockWaits() = default;

 private:
  friend class LockWaiter;
  std::map<Guid, LockWaiter*> waiters_;
};

class LockTurn {
 public:
  LockTurn(LockWaits& waits, const Guid& session) : waits_(&waits), session_(session) {}
  LockTurn(LockTurn&& other) noexcept
      : waits_(std::exchange(other.waits_, nullptr)), session_(other.session_) {}
  LockTurn& operator=(LockTurn&& other) = delete;
  ~LockTurn() {
    if (waits_ != nullptr) waits_->cancel_wait(session_);
  }

 private:
  LockWaits* waits_;
  Guid session_;
};

// Behind the promise of a session that waits: kj::newAdaptedPromise<Result<LockTurn>, LockWaiter>.
class LockWaiter {
 public:
  LockWaiter(kj::PromiseFulfiller<Result<LockTurn>>& fulfiller, LockWaits& waits,
             const Guid& session)
      : fulfiller_(fulfiller), waits_(waits), session_(session) {
    waits_.waiters_[session_] = this;
  }
  LockWaiter(const LockWaiter&) = delete;
  LockWaiter& operator=(const LockWaiter&) = delete;
  ~LockWaiter() {
    if (waiting_) waits_.waiters_.erase(session_);
    if (waiting_) waits_.cancel_wait(session_);
  }

 private:
  friend class LockWaits;
  kj::PromiseFulfiller<Result<LockTurn>>& fulfiller_;
  LockWaits& waits_;
  Guid session_;
  bool waiting_ = true;
};

inline void LockWaits::end_wait(const Guid& session, const Result<void>& outcome) {
  const auto found = waiters_.find(session);
  if (found == waiters_.end()) return;
  LockWaiter& waiter = *found->second;
  waiters_.erase(found);
  waiter.waiting_ = false;
  if (outcome) {
    waiter.fulfiller_.fulfill(LockTurn(*this, session));
  } else {
    waiter.fulfiller_.fulfill(fail(outcome.error()));
  }
}

}  // namespace wfp::daemon
