// Commits: makes prepared changes real, one after the other: written to the store off the loop,
// then published and logged. A commit that has begun is finished, whatever becomes of the client
// that asked for it.
#pragma once

#include "daemon/caller.h"
#include "daemon/log.h"
#include "daemon/policy.h"
#include "daemon/store.h"
#include "daemon/transaction.h"
#include "daemon/worker.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

class Commits : private kj::TaskSet::ErrorHandler {
 public:
  Commits(Policy& policy, Store store, Log& log, kj::UnixEventPort& events)
      : policy_(policy), log_(log), store_(std::move(store)), tasks_(*this), worker_(events) {}
  Commits(const Commits&) = delete;
  Commits& operator=(const Commits&) = delete;

  // `hold` is the write lock under which the change was prepared; it is let go when the commit is
  // done.
  kj::Promise<Answer<void>> commit(PreparedChange change, TransactionLock::Hold hold,
                                   CallerPtr caller);

 private:
  void log_change(const PreparedChange& change, const Caller& caller);
  void taskFailed(kj::Exception&& exception) override;

  Policy& policy_;
  Log& log_;
  Store store_;  // used on the worker alone
  kj::TaskSet tasks_;
  Worker worker_;  // last: its job uses the store
};

}  // namespace wfp::daemon
