// Rule: a filter in force as the kernel enforces it: where it stands, what it says, what it tests.
//
// Filters that can never have an opinion (inspection, continuing callouts) are no rules.
#pragma once

#include <map>
#include <vector>

#include "compile/user_test.h"
#include "compile/value_set.h"
#include "engine/arbitration.h"
#include "engine/callout.h"
#include "engine/snapshot.h"

namespace wfp::compile {

struct Rule {
  std::uint64_t filter_id = 0;
  engine::Opinion opinion;
  std::uint32_t next_sublayer = 0;  // the first rule of the next sublayer
  std::map<wfp_slot, ValueSet> tests;
  std::optional<UserTest> user_test;
};

// Which filters are in force: boot-time ones until the engine runs, all others from then on.
enum class Phase : std::uint8_t { engine, boot };

// Of each layer, in the order of evaluation; by LayerInfo::index().
using RulesByLayer = std::array<std::vector<Rule>, schema::kLayerCount>;

// Errors: not_supported and the filter that the kernel cannot decide exactly;
// insufficient_resources for a layer of more filters than an image holds.
Result<RulesByLayer> rules_of(const engine::Snapshot& snapshot,
                              const engine::CalloutRegistry& callouts, Phase phase,
                              const wfp_key& hash_key);

}  // namespace wfp::compile
