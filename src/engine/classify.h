// classify(): the specification of filtering. Whatever enforces a policy must decide as this
// function does.
//
// Within a sublayer the heaviest matching filter with an opinion speaks; over sublayers the Arbiter
// decides; the layer permits when nobody speaks. Every sublayer is walked to the end of its opinion
// even after a hard decision, since its callouts look on and its filter is part of the answer to
// "what would have happened".
#pragma once

#include "engine/callout.h"
#include "engine/decision.h"
#include "engine/request.h"
#include "engine/snapshot.h"

namespace wfp::engine {

// With the whole walk.
Decision classify(const Request& request, const Snapshot& snapshot,
                  const CalloutRegistry& callouts);

// The same verdict without the walk, and without looking further once nothing can change it.
VerdictOnly decide(const Request& request, const Snapshot& snapshot,
                   const CalloutRegistry& callouts);

}  // namespace wfp::engine
