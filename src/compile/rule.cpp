#include "compile/rule.h"

#include <algorithm>

#include "compile/accepted.h"
#include "schema/builtin.h"
#include "schema/constants.h"

namespace wfp::compile {
namespace {

using engine::Filter;
using engine::FilterRef;
using engine::Opinion;
using engine::Strength;
using engine::Verdict;
using schema::ActionType;

struct Context {
  const engine::Snapshot& snapshot;
  const engine::CalloutRegistry& callouts;
  const wfp_key& hash_key;
};

bool is_in_force(const engine::Stored<Filter>& filter, Phase phase) {
  const bool boots = filter.lifetime == engine::Lifetime::boot_time;
  return phase == Phase::boot ? boots : !boots && !filter.disabled;
}

std::string named(const Filter& filter) {
  return "filter " + std::to_string(filter.id) + " (" + filter.display.name.value_or("") + ")";
}

std::unexpected<Error> refused(const Filter& filter, const Error& error) {
  return fail(error.status, named(filter) + ": " + error.what);
}

Opinion plain_opinion(const Filter& filter, Verdict verdict) {
  const bool clears = (filter.flags & schema::kFilterFlagClearActionRight) != 0;
  const bool hard = verdict == Verdict::block || clears;
  return {verdict, hard ? Strength::hard : Strength::soft, false};
}

// What a callout says is known beforehand if nobody has registered it, or if it is a built-in one.
Result<std::optional<Opinion>> callout_opinion(const Context& context, const Filter& filter,
                                               ActionType action) {
  if (context.callouts.find(filter.action_key) == nullptr) {
    if (action == ActionType::callout_inspection) return std::nullopt;
    const bool permits = (filter.flags & schema::kFilterFlagPermitIfCalloutUnregistered) != 0;
    return plain_opinion(filter, permits ? Verdict::permit : Verdict::block);
  }
  const schema::BuiltinCallout* builtin = schema::find_builtin_callout(filter.action_key);
  if (builtin == nullptr || builtin->effect != schema::CalloutEffect::options) {
    return fail(Status::not_supported, "the kernel cannot call the routine of a callout");
  }
  if (action != ActionType::callout_terminating) return std::nullopt;
  Opinion opinion = plain_opinion(filter, Verdict::permit);
  opinion.by_callout = true;
  return opinion;
}

Result<std::optional<Opinion>> opinion_of(const Context& context, const Filter& filter) {
  const auto action = static_cast<ActionType>(filter.action);  // checked when the filter was added
  if (schema::uses_callout(action)) return callout_opinion(context, filter, action);
  return plain_opinion(filter, action == ActionType::permit ? Verdict::permit : Verdict::block);
}

bool is_user(schema::FieldId field) { return field == schema::FieldId::ale_user_id; }

// The kernel never knows the field: only "there is none" holds, and always.
Result<void> check_unknown_field(std::span<const schema::Condition* const> conditions) {
  const bool always = std::ranges::any_of(conditions, [](const schema::Condition* condition) {
    return condition->value.empty() && condition->match == schema::MatchType::equal;
  });
  if (always) return {};
  return fail(
      Status::not_supported,
      "Linux does not know " + std::string(schema::field_info(conditions[0]->field).windows_name));
}

// Puts the alternatives on one field into the rule.
Result<void> add_test(const Context& context, const schema::LayerInfo& layer,
                      const engine::Stored<Filter>& filter,
                      std::span<const engine::Matcher::Step> steps, Rule& rule) {
  std::vector<const schema::Condition*> conditions;
  for (const auto& step : steps) conditions.push_back(&filter.object.conditions[step.condition]);
  const schema::FieldId field = conditions[0]->field;
  if (is_user(field)) {
    UserTest& test = rule.user_test.emplace();
    for (const auto& step : steps) {
      if (step.descriptor == nullptr) {
        test.accepts_absent = true;
      } else {
        WFP_CHECK_OK(add_descriptor(*step.descriptor, context.hash_key, test));
      }
    }
    return {};
  }
  const auto slot = slot_of(field);
  if (!slot) return check_unknown_field(conditions);
  WFP_TRY(ValueSet set, accepted(*slot, layer.version, conditions, context.hash_key));
  rule.tests.emplace(slot->slot, std::move(set));
  return {};
}

Result<Rule> rule_of(const Context& context, const schema::LayerInfo& layer,
                     const engine::Stored<Filter>& filter, const Opinion& opinion) {
  Rule rule{.filter_id = filter.object.id, .opinion = opinion, .tests = {}, .user_test = {}};
  const auto steps = filter.compiled.steps();
  for (std::size_t first = 0, i = 0; i < steps.size(); ++i) {
    if (!steps[i].last_of_field) continue;
    const auto added = add_test(context, layer, filter, steps.subspan(first, i + 1 - first), rule);
    if (!added) return refused(filter.object, added.error());
    first = i + 1;
  }
  return rule;
}

engine::SublayerRank rank_of(const engine::Snapshot& snapshot, const Guid& key) {
  const auto sublayer = snapshot.find<engine::Sublayer>(key);
  return {sublayer->object.weight, sublayer->order};
}

// The filters in force, in the order in which they are asked.
std::array<std::vector<FilterRef>, schema::kLayerCount> ordered(const engine::Snapshot& snapshot,
                                                                Phase phase) {
  struct Place {
    engine::SublayerRank sublayer;
    engine::FilterRank own;
    FilterRef filter;
  };
  std::array<std::vector<Place>, schema::kLayerCount> places;
  for (auto at = snapshot.filters.first(); at; at.next()) {
    const FilterRef& filter = at.value();
    if (!is_in_force(*filter, phase)) continue;
    places[schema::find_layer(filter->object.layer)->index()].push_back(
        {rank_of(snapshot, filter->object.sublayer),
         {filter->object.effective_weight, filter->object.id},
         filter});
  }
  std::array<std::vector<FilterRef>, schema::kLayerCount> filters;
  for (std::size_t layer = 0; layer < places.size(); ++layer) {
    std::ranges::sort(places[layer], [](const Place& a, const Place& b) {
      return std::tie(a.sublayer, a.own) < std::tie(b.sublayer, b.own);
    });
    for (Place& place : places[layer]) filters[layer].push_back(std::move(place.filter));
  }
  return filters;
}

// Writes into each rule where the next sublayer begins; `sublayers` says of each whose it is.
void link_sublayers(std::vector<Rule>& rules, const std::vector<Guid>& sublayers) {
  auto next = static_cast<std::uint32_t>(rules.size());
  for (std::size_t i = rules.size(); i-- > 0;) {
    if (i + 1 < rules.size() && sublayers[i] != sublayers[i + 1])
      next = static_cast<std::uint32_t>(i + 1);
    rules[i].next_sublayer = next;
  }
}

Result<std::vector<Rule>> rules_at(const Context& context, const schema::LayerInfo& layer,
                                   const std::vector<FilterRef>& filters) {
  std::vector<Rule> rules;
  std::vector<Guid> sublayers;
  for (const FilterRef& filter : filters) {
    const auto opinion = opinion_of(context, filter->object);
    if (!opinion) return refused(filter->object, opinion.error());
    if (!*opinion) continue;
    WFP_TRY(Rule rule, rule_of(context, layer, *filter, **opinion));
    rules.push_back(std::move(rule));
    sublayers.push_back(filter->object.sublayer);
  }
  if (rules.size() > WFP_MAX_RULES) {
    return fail(Status::insufficient_resources,
                std::string(layer.name) + ": the kernel enforces at most " +
                    std::to_string(WFP_MAX_RULES) + " filters at a layer");
  }
  link_sublayers(rules, sublayers);
  return rules;
}

}  // namespace

Result<RulesByLayer> rules_of(const engine::Snapshot& snapshot,
                              const engine::CalloutRegistry& callouts, Phase phase,
                              const wfp_key& hash_key) {
  const Context context{snapshot, callouts, hash_key};
  const auto filters = ordered(snapshot, phase);
  RulesByLayer rules;
  for (const schema::LayerInfo& layer : schema::layers()) {
    WFP_TRY(rules[layer.index()], rules_at(context, layer, filters[layer.index()]));
  }
  return rules;
}

}  // namespace wfp::compile
