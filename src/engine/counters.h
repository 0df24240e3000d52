// HitCounters: how often each filter took part in a decision. Beside the policy, not part of it:
// counting makes no snapshot, and a filter's counts end with it.
#pragma once

#include <cstdint>
#include <map>

#include "engine/decision.h"
#include "engine/lock.h"
#include "engine/snapshot.h"

namespace wfp::engine {

struct HitCount {
  std::uint64_t decided = 0;    // the decision was this filter's
  std::uint64_t overruled = 0;  // it had an opinion, another filter decided
  Time last = 0;                // of either
  bool operator==(const HitCount&) const = default;
};

class HitCounters {
 public:
  void count(const Decision& decision, Time now);
  // What the kernel counted since the last time.
  void add(std::uint64_t filter_id, const HitCount& more);
  // All zero for a filter that never had a say.
  [[nodiscard]] HitCount of(std::uint64_t filter_id) const;
  // Forgets the filters that are no more.
  void keep_only(const Snapshot& snapshot);

 private:
  std::map<std::uint64_t, HitCount> counts_;
};

}  // namespace wfp::engine
