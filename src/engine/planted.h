// Bugs planted on purpose, so that the model-based test can prove that it would find them.
//
// They exist only in a second build of this folder that defines WFP_PLANTED_BUGS, which tests alone
// link; anywhere else planted() is the constant false and the compiler drops them.
#pragma once

#include <cstdint>

namespace wfp::engine {

enum class Bug : std::uint8_t {
  none,
  open_range,                // the high end of a range does not match
  empty_matches_negations,   // a condition is compared with an absent field
  alternatives_are_and,      // all conditions on a field must hold
  soft_block,                // a plain block can be overridden below
  frozen_decision_moves,     // a lower sublayer overrides a hard decision
  ties_by_newest,            // of equal filters the younger wins
  delete_forgets_reference,  // deleting a filter leaves its sublayer in use
  delete_leaves_index,       // a deleted filter still decides
  dynamic_objects_stay,      // the end of a dynamic session keeps its filters
  abort_keeps_changes,       // an aborted transaction takes effect
  reader_lets_writer_in,     // a write transaction begins beside a read-only one
  unregistered_permits,      // an unregistered callout permits without the flag
  start_forgets_order,       // what is added after a start counts as older than what was loaded
};
inline constexpr int kBugCount = 13;

#ifdef WFP_PLANTED_BUGS
extern Bug planted_bug;  // defined by the test
inline bool planted(Bug bug) { return planted_bug == bug; }
#else
constexpr bool planted(Bug) { return false; }
#endif

}  // namespace wfp::engine
