#include "daemon/transaction.h"

namespace wfp::daemon {

// One place in the queue; the adapter behind acquire()'s promise. What it was given and nobody took
// goes back to the lock with the dropped Hold.
class TransactionLock::Waiter {
 public:
  Waiter(kj::PromiseFulfiller<Result<Hold>>& fulfiller, TransactionLock& lock, TransactionKind kind,
         std::uint32_t wait_ms)
      : kind_(kind), fulfiller_(fulfiller), lock_(lock), deadline_(nullptr) {
    lock_.waiting_.push_back(this);
    queued_ = true;
    if (wait_ms == kInfiniteWaitMs) return;
    deadline_ = lock_.timer_.afterDelay(wait_ms * kj::MILLISECONDS)
                    .then([this] { give_up(); })
                    .eagerlyEvaluate([](kj::Exception&&) {});
  }
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;
  ~Waiter() { leave_queue(); }

  [[nodiscard]] TransactionKind kind() const { return kind_; }

  // The lock has taken this waiter off the queue.
  void grant() {
    queued_ = false;
    fulfiller_.fulfill(Hold(&lock_, kind_));
  }

 private:
  void give_up() {
    if (!queued_) return;
    leave_queue();
    fulfiller_.fulfill(fail(Status::fwp_timeout, "another session's transaction holds the lock"));
  }
  void leave_queue() {
    if (!std::exchange(queued_, false)) return;
    lock_.waiting_.remove(this);
    lock_.serve();  // those behind may have waited for this one alone
  }

  TransactionKind kind_;
  kj::PromiseFulfiller<Result<Hold>>& fulfiller_;
  TransactionLock& lock_;
  bool queued_ = false;
  kj::Promise<void> deadline_;
};

TransactionLock::Hold& TransactionLock::Hold::operator=(Hold&& other) noexcept {
  if (this == &other) return *this;
  release();
  lock_ = std::exchange(other.lock_, nullptr);
  kind_ = other.kind_;
  return *this;
}

void TransactionLock::Hold::release() {
  if (auto* lock = std::exchange(lock_, nullptr)) lock->leave(kind_);
}

kj::Promise<Result<TransactionLock::Hold>> TransactionLock::acquire(TransactionKind kind,
                                                                    std::uint32_t wait_ms) {
  if (waiting_.empty() && admits(kind)) {
    enter(kind);
    return Result<Hold>(Hold(this, kind));
  }
  return kj::newAdaptedPromise<Result<Hold>, Waiter>(*this, kind, wait_ms);
}

bool TransactionLock::admits(TransactionKind kind) const {
  return !writer_ && (kind == TransactionKind::read_only || readers_ == 0);
}

void TransactionLock::enter(TransactionKind kind) {
  if (kind == TransactionKind::read_write) {
    writer_ = true;
  } else {
    ++readers_;
  }
}

void TransactionLock::leave(TransactionKind kind) {
  if (kind == TransactionKind::read_write) {
    writer_ = false;
  } else {
    --readers_;
  }
  serve();
}

void TransactionLock::serve() {
  while (!waiting_.empty() && admits(waiting_.front()->kind())) {
    Waiter* next = waiting_.front();
    waiting_.pop_front();
    enter(next->kind());
    next->grant();
  }
}

kj::Promise<Result<TransactionLock::Hold>> TransactionState::implicit(TransactionKind kind) {
  return waits_.wrap(lock_.acquire(kind, wait_ms_))
      .catch_([](kj::Exception&&) -> Result<TransactionLock::Hold> {
        return fail(Status::fwp_session_aborted, "the session was closed while it waited");
      });
}

kj::Promise<Result<void>> TransactionState::begin(std::uint32_t flags) {
  if ((flags & ~schema::kTxnReadOnly) != 0) return Result<void>(fail(Status::fwp_invalid_flags));
  if (active()) return Result<void>(fail(Status::fwp_txn_in_progress));
  beginning_ = true;
  const auto kind =
      flags == schema::kTxnReadOnly ? TransactionKind::read_only : TransactionKind::read_write;
  auto begun = lock_.acquire(kind, wait_ms_)
                   .then([this](Result<TransactionLock::Hold> hold) -> Result<void> {
                     if (!hold) return fail(std::move(hold).error());
                     hold_ = *std::move(hold);
                     watchdog_ = timer_.afterDelay(kTransactionHoldLimit)
                                     .then([this] { force_abort(); })
                                     .eagerlyEvaluate([](kj::Exception&&) {});
                     return {};
                   })
                   .attach(kj::defer([this] { beginning_ = false; }));
  return waits_.wrap(kj::mv(begun)).catch_([](kj::Exception&&) -> Result<void> {
    return fail(Status::fwp_session_aborted, "the session was closed while it waited");
  });
}

Result<void> TransactionState::check_not_aborted() {
  if (!std::exchange(aborted_, false)) return {};
  return fail(Status::fwp_txn_aborted,
              "the transaction held the lock for an hour and was cancelled");
}

Result<void> TransactionState::end() {
  if (!hold_) return fail(Status::fwp_no_txn_in_progress);
  watchdog_ = nullptr;
  hold_.release();
  return {};
}

void TransactionState::force_abort() {
  hold_.release();
  aborted_ = true;
}

}  // namespace wfp::daemon
