// Transactions as session state: who may read or write the policy now. Any number of readers or one
// writer hold the lock; those who wait are served in their order. A session waits as long as it
// chose when it opened (Status::fwp_timeout), and one that holds a lock longer than the hold limit
// loses it (Status::fwp_txn_aborted, once, at its next call).
#pragma once

#include <cstdint>
#include <list>
#include <optional>

#include "base/result.h"
#include "ipc/capnp.h"
#include "schema/constants.h"

namespace wfp::daemon {

enum class TransactionKind : std::uint8_t { read_only, read_write };

inline constexpr std::uint32_t kDefaultWaitMs = 15'000;  // what a session's 0 stands for
inline constexpr std::uint32_t kInfiniteWaitMs = 0xFFFFFFFF;
inline constexpr kj::Duration kTransactionHoldLimit = 1 * kj::HOURS;

// The lock itself. Belongs to the daemon's loop; must outlive the Holds it gives.
class TransactionLock {
 public:
  explicit TransactionLock(kj::Timer& timer) : timer_(timer) {}
  ~TransactionLock() = default;
  TransactionLock(const TransactionLock&) = delete;
  TransactionLock& operator=(const TransactionLock&) = delete;

  // A share of the lock; letting go of it serves the next.
  class Hold {
   public:
    Hold() = default;
    Hold(Hold&& other) noexcept { *this = std::move(other); }
    Hold& operator=(Hold&& other) noexcept;
    ~Hold() { release(); }
    void release();
    explicit operator bool() const { return lock_ != nullptr; }

   private:
    friend class TransactionLock;
    Hold(TransactionLock* lock, TransactionKind kind) : lock_(lock), kind_(kind) {}
    TransactionLock* lock_ = nullptr;
    TransactionKind kind_ = TransactionKind::read_only;
  };

  // Dropping the promise gives up the place in the queue.
  kj::Promise<Result<Hold>> acquire(TransactionKind kind, std::uint32_t wait_ms);

 private:
  class Waiter;

  [[nodiscard]] bool admits(TransactionKind kind) const;
  void enter(TransactionKind kind);
  void leave(TransactionKind kind);
  void serve();

  kj::Timer& timer_;
  std::size_t readers_ = 0;
  bool writer_ = false;
  std::list<Waiter*> waiting_;
};

// The explicit transaction of one session: at most one at a time.
class TransactionState {
 public:
  TransactionState(TransactionLock& lock, kj::Timer& timer, std::uint32_t wait_ms)
      : lock_(lock), timer_(timer), wait_ms_(wait_ms == 0 ? kDefaultWaitMs : wait_ms) {}

  // Rights are the caller's business. `flags`: 0 or schema::kTxnReadOnly.
  kj::Promise<Result<void>> begin(std::uint32_t flags);
  Result<void> commit() { return end(); }
  Result<void> abort() { return end(); }

  // What any call of the session asks first: fwp_txn_aborted once after a forced abort.
  Result<void> check_not_aborted();
  [[nodiscard]] bool active() const { return static_cast<bool>(hold_) || beginning_; }

  // The lock for one call outside an explicit transaction.
  kj::Promise<Result<TransactionLock::Hold>> implicit(TransactionKind kind);

 private:
  Result<void> end();
  void force_abort();

  TransactionLock& lock_;
  kj::Timer& timer_;
  std::uint32_t wait_ms_;
  TransactionLock::Hold hold_;
  bool beginning_ = false;
  bool aborted_ = false;
  kj::Promise<void> watchdog_ = nullptr;
  kj::Canceler
      waits_;  // last: what waits for the lock ends with the session, with fwp_session_aborted
};

}  // namespace wfp::daemon
