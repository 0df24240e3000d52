#include "engine/classify.h"

#include <algorithm>

#include "engine/planted.h"
#include "schema/constants.h"

namespace wfp::engine {
namespace {

using schema::ActionType;

Strength strength(bool cleared) { return cleared ? Strength::hard : Strength::soft; }

// Everything one evaluation needs.
struct Question {
  const Request& request;
  const Snapshot& snapshot;
  const CalloutRegistry& callouts;
};

FilterStep plain_step(const Filter& filter, ActionType action) {
  FilterStep step{filter.id, filter.key, action, CalloutState::none, false, {}};
  const bool clears = (filter.flags & schema::kFilterFlagClearActionRight) != 0;
  step.has_opinion = true;
  if (action == ActionType::permit) {
    step.opinion = {Verdict::permit, strength(clears), false};
  } else {
    step.opinion = {Verdict::block, planted(Bug::soft_block) ? strength(clears) : Strength::hard,
                    false};
  }
  return step;
}

// A callout that is not registered blocks as a plain filter would, or permits if its filter says
// so; one that only inspects is passed over.
FilterStep unregistered_step(const Filter& filter, ActionType action) {
  if (action == ActionType::callout_inspection) {
    return {filter.id, filter.key, action, CalloutState::unregistered, false, {}};
  }
  const bool permits = (filter.flags & schema::kFilterFlagPermitIfCalloutUnregistered) != 0 ||
                       planted(Bug::unregistered_permits);
  FilterStep step = plain_step(filter, permits ? ActionType::permit : ActionType::block);
  step.action = action;
  step.callout = CalloutState::unregistered;
  return step;
}

FilterStep callout_step(const Question& question, const Filter& filter, ActionType action,
                        bool may_decide) {
  const CalloutRoutine* routine = question.callouts.find(filter.action_key);
  if (routine == nullptr) return unregistered_step(filter, action);
  const auto context =
      filter.context ? question.snapshot.find<ProviderContext>(*filter.context) : nullptr;
  const CalloutResult result = (*routine)(
      {question.request, filter, context == nullptr ? nullptr : &context->object, may_decide});
  FilterStep step{filter.id, filter.key, action, CalloutState::called, false, {}};
  if (action == ActionType::callout_inspection) return step;
  if (action == ActionType::callout_unknown && result.action == CalloutAction::proceed) return step;
  const bool clears =
      result.clears_right || (filter.flags & schema::kFilterFlagClearActionRight) != 0;
  const Verdict verdict = result.action == CalloutAction::permit ? Verdict::permit : Verdict::block;
  step.has_opinion = true;
  step.opinion = {verdict, strength(clears), true};
  return step;
}

FilterStep evaluate(const Question& question, const Filter& filter, bool may_decide) {
  const auto action = static_cast<ActionType>(filter.action);  // checked when the filter was added
  if (schema::uses_callout(action)) return callout_step(question, filter, action, may_decide);
  return plain_step(filter, action);
}

// Calls `visit` with the step of each matching filter, heaviest first, until one has an opinion;
// that one is returned.
template <class Visit>
FilterStep walk_sublayer(const Question& question, const SublayerFilters& sublayer, bool may_decide,
                         Visit visit) {
  FilterIndex::Walk candidates(sublayer.filters, question.request);
  const Stored<Filter>* last = nullptr;
  while (const Stored<Filter>* candidate = candidates.next()) {
    if (candidate == last) continue;
    last = candidate;
    if (!candidate->compiled.matches(candidate->object.conditions, question.request)) continue;
    FilterStep step = evaluate(question, candidate->object, may_decide);
    visit(step);
    if (step.has_opinion) return step;
  }
  return {};
}

}  // namespace

Decision classify(const Request& request, const Snapshot& snapshot,
                  const CalloutRegistry& callouts) {
  const Question question{request, snapshot, callouts};
  Decision decision{request.layer().id, Verdict::permit, Strength::soft, false, 0, {}, {}, {}};
  Arbiter arbiter;
  const LayerFilters& sublayers = snapshot.layers[request.layer().index()];
  for (auto sublayer = sublayers.first(); sublayer; sublayer.next()) {
    SublayerStep own{sublayer.value().sublayer, sublayer.key().weight, {}, Effect::none};
    const FilterStep step =
        walk_sublayer(question, sublayer.value(), !arbiter.is_hard(),
                      [&](const FilterStep& seen) { own.filters.push_back(seen); });
    if (step.has_opinion) {
      own.effect = arbiter.hear(step.opinion);
      if (own.effect != Effect::frozen) {
        decision.filter_id = step.id;
        decision.filter_key = step.key;
        decision.sublayer_key = own.key;
        decision.vetoed = own.effect == Effect::vetoed;
      }
    }
    decision.walk.push_back(std::move(own));
  }
  decision.verdict = arbiter.verdict();
  decision.strength = arbiter.strength();
  return decision;
}

VerdictOnly decide(const Request& request, const Snapshot& snapshot,
                   const CalloutRegistry& callouts) {
  const Question question{request, snapshot, callouts};
  Arbiter arbiter;
  std::uint64_t filter_id = 0;
  const LayerFilters& sublayers = snapshot.layers[request.layer().index()];
  for (auto sublayer = sublayers.first(); sublayer && !arbiter.is_final(); sublayer.next()) {
    const FilterStep step =
        walk_sublayer(question, sublayer.value(), !arbiter.is_hard(), [](const FilterStep&) {});
    if (step.has_opinion && arbiter.hear(step.opinion) != Effect::frozen) filter_id = step.id;
  }
  return {arbiter.verdict(), arbiter.strength(), filter_id};
}

std::vector<FilterStep> Decision::hits() const {
  std::vector<FilterStep> all;
  for (const SublayerStep& sublayer : walk) {
    if (sublayer.effect != Effect::none) all.push_back(sublayer.filters.back());
  }
  return all;
}

}  // namespace wfp::engine
