// TransactionLock: one writer or many readers in the whole engine, first come first served.
//
// Time is the caller's, in milliseconds of any clock that does not run backwards. Nothing here
// blocks: who must wait is told so, and expire() and release() say later who got the lock and who
// waited too long.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

#include "base/guid.h"

namespace wfp::engine {

using Time = std::uint64_t;  // milliseconds

enum class Access : std::uint8_t { read, write };

class TransactionLock {
 public:
  // True: `holder` has the lock. False: he waits until `deadline` at most (nullopt: for ever). A
  // holder asks for it once at a time. Who asks while others wait is put behind them.
  bool acquire(const Guid& holder, Access access, std::optional<Time> deadline);
  // Only if it need not wait.
  bool try_acquire(const Guid& holder, Access access);

  struct Outcome {
    Guid holder;
    bool granted;  // else he waited too long and waits no more
  };
  // Gives the lock back, or gives up waiting; returns who has it now in consequence.
  std::vector<Outcome> release(const Guid& holder);
  // Ends the waiting of those whose deadline is at or before `now`.
  std::vector<Outcome> expire(Time now);

  [[nodiscard]] bool holds(const Guid& holder) const { return holders_.contains(holder); }
  [[nodiscard]] bool is_waiting(const Guid& holder) const;
  [[nodiscard]] std::size_t waiting_count() const { return waiting_.size(); }
  // When expire() has something to do, if nothing else happens.
  [[nodiscard]] std::optional<Time> next_deadline() const;

 private:
  struct Waiter {
    Guid holder;
    Access access;
    std::optional<Time> deadline;
  };
  [[nodiscard]] bool is_free_for(Access access) const;
  void grant(std::vector<Outcome>& outcomes);

  std::map<Guid, Access> holders_;
  std::deque<Waiter> waiting_;
};

}  // namespace wfp::engine
