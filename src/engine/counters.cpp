#include "engine/counters.h"

#include <algorithm>

namespace wfp::engine {

void HitCounters::count(const Decision& decision, Time now) {
  for (const FilterStep& step : decision.hits()) {
    const bool decided = step.id == decision.filter_id;
    add(step.id, {decided ? 1U : 0U, decided ? 0U : 1U, now});
  }
}

void HitCounters::add(std::uint64_t filter_id, const HitCount& more) {
  HitCount& own = counts_[filter_id];
  own.decided += more.decided;
  own.overruled += more.overruled;
  own.last = std::max(own.last, more.last);
}

HitCount HitCounters::of(std::uint64_t filter_id) const {
  const auto found = counts_.find(filter_id);
  return found == counts_.end() ? HitCount{} : found->second;
}

void HitCounters::keep_only(const Snapshot& snapshot) {
  std::erase_if(counts_,
                [&](const auto& entry) { return !snapshot.filter_ids.contains(entry.first); });
}

}  // namespace wfp::engine
