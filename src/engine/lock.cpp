#include "engine/lock.h"

#include <algorithm>

#include "engine/planted.h"

namespace wfp::engine {

bool TransactionLock::is_free_for(Access access) const {
  if (access == Access::write) {
    const auto is_writer = [](const auto& holder) { return holder.second == Access::write; };
    return planted(Bug::reader_lets_writer_in) ? std::ranges::none_of(holders_, is_writer)
                                               : holders_.empty();
  }
  return std::ranges::none_of(holders_,
                              [](const auto& holder) { return holder.second == Access::write; });
}

bool TransactionLock::try_acquire(const Guid& holder, Access access) {
  if (!waiting_.empty() || !is_free_for(access)) return false;
  holders_.emplace(holder, access);
  return true;
}

bool TransactionLock::acquire(const Guid& holder, Access access, std::optional<Time> deadline) {
  if (try_acquire(holder, access)) return true;
  waiting_.push_back({holder, access, deadline});
  return false;
}

void TransactionLock::grant(std::vector<Outcome>& outcomes) {
  while (!waiting_.empty() && is_free_for(waiting_.front().access)) {
    const Waiter next = waiting_.front();
    waiting_.pop_front();
    holders_.emplace(next.holder, next.access);
    outcomes.push_back({next.holder, true});
  }
}

std::vector<TransactionLock::Outcome> TransactionLock::release(const Guid& holder) {
  holders_.erase(holder);
  std::erase_if(waiting_, [&](const Waiter& waiter) { return waiter.holder == holder; });
  std::vector<Outcome> outcomes;
  grant(outcomes);
  return outcomes;
}

std::vector<TransactionLock::Outcome> TransactionLock::expire(Time now) {
  std::vector<Outcome> outcomes;
  std::erase_if(waiting_, [&](const Waiter& waiter) {
    if (!waiter.deadline || *waiter.deadline > now) return false;
    outcomes.push_back({waiter.holder, false});
    return true;
  });
  grant(outcomes);
  return outcomes;
}

bool TransactionLock::is_waiting(const Guid& holder) const {
  return std::ranges::any_of(waiting_,
                             [&](const Waiter& waiter) { return waiter.holder == holder; });
}

std::optional<Time> TransactionLock::next_deadline() const {
  std::optional<Time> next;
  for (const Waiter& waiter : waiting_) {
    if (waiter.deadline && (!next || *waiter.deadline < *next)) next = waiter.deadline;
  }
  return next;
}

}  // namespace wfp::engine
