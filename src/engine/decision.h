// Decision: what the engine says to a request, and why.
//
// There is no default decision: only classify() makes one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/guid.h"
#include "engine/arbitration.h"
#include "schema/action.h"
#include "schema/layer.h"

namespace wfp::engine {

// The verdict alone.
struct VerdictOnly {
  Verdict verdict;
  Strength strength;
  std::uint64_t filter_id;  // that decided; 0: no filter did, and the layer permits
};

enum class CalloutState : std::uint8_t { none, called, unregistered };

// One matching filter, in the order of evaluation.
struct FilterStep {
  std::uint64_t id = 0;
  Guid key;
  schema::ActionType action = schema::ActionType::block;
  CalloutState callout = CalloutState::none;
  bool has_opinion = false;  // else the evaluation went on to the next filter
  Opinion opinion;
};

// One sublayer that has filters at the layer, heaviest first.
struct SublayerStep {
  Guid key;
  std::uint16_t weight = 0;
  std::vector<FilterStep>
      filters;  // that matched; the last one has the sublayer's opinion, if any has
  Effect effect = Effect::none;
};

struct Decision {
  schema::LayerId layer;
  Verdict verdict;
  Strength strength;
  bool vetoed;
  std::uint64_t filter_id;  // that decided; 0: no filter did
  Guid filter_key;
  Guid sublayer_key;  // the sublayer that decided
  std::vector<SublayerStep> walk;

  // The filters with an opinion, heaviest sublayer first: what net events call the terminating
  // filters.
  [[nodiscard]] std::vector<FilterStep> hits() const;
};

}  // namespace wfp::engine
