#include "engine/enumeration.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/condition_space.h"
#include "engine/snapshot.h"

namespace wfp::engine {
namespace {

constexpr std::uint32_t kFlags =
    schema::kFilterEnumFlagBestTerminatingMatch | schema::kFilterEnumFlagSorted |
    schema::kFilterEnumFlagBoottimeOnly | schema::kFilterEnumFlagIncludeBoottime |
    schema::kFilterEnumFlagIncludeDisabled;

// A subscription keeps its template for as long as its session lives.
constexpr std::size_t kMaxTemplateBytes = 64 * 1024;

bool same_or_any(const std::optional<Guid>& wanted, const std::optional<Guid>& own) {
  return !wanted || wanted == own;
}

bool life_selected(const FilterTemplate& wanted, const Stored<Filter>& filter) {
  const bool is_boot = filter.lifetime == Lifetime::boot_time;
  if ((wanted.flags & schema::kFilterEnumFlagBoottimeOnly) != 0) return is_boot;
  if (is_boot && (wanted.flags & schema::kFilterEnumFlagIncludeBoottime) == 0) return false;
  return !filter.disabled || (wanted.flags & schema::kFilterEnumFlagIncludeDisabled) != 0;
}

bool conditions_selected(const FilterTemplate& wanted, const Filter& filter) {
  for (const schema::Condition& condition : wanted.conditions) {
    std::vector<const schema::Condition*> own;
    for (const schema::Condition& other : filter.conditions) {
      if (other.field == condition.field) own.push_back(&other);
    }
    const schema::Condition* const outer[] = {&condition};
    const bool contained = wanted.containment == Containment::fully_contained;
    // A filter without a condition on the field speaks of all of it.
    if (own.empty() && contained) return false;
    if (!own.empty() && !(contained ? is_contained(own, outer) : overlaps(own, outer)))
      return false;
  }
  return true;
}

bool context_selected(const FilterTemplate& wanted, const Filter& filter,
                      const Snapshot& snapshot) {
  if (!wanted.context) return true;
  if (!filter.context) return false;
  const auto context = snapshot.find<ProviderContext>(*filter.context);
  return context != nullptr && selects(*wanted.context, context->object);
}

}  // namespace

bool selects(const ProviderTemplate&, const Provider&) { return true; }

bool selects(const ContextTemplate& wanted, const ProviderContext& context) {
  return same_or_any(wanted.provider, context.provider) &&
         (!wanted.type || *wanted.type == context.type);
}

bool selects(const SublayerTemplate& wanted, const Sublayer& sublayer) {
  return same_or_any(wanted.provider, sublayer.provider);
}

bool selects(const CalloutTemplate& wanted, const Callout& callout) {
  return same_or_any(wanted.provider, callout.provider) &&
         (wanted.layer.is_zero() || wanted.layer == callout.layer);
}

bool selects(const FilterTemplate& wanted, const Stored<Filter>& stored, const Snapshot& snapshot) {
  const Filter& filter = stored.object;
  if (!same_or_any(wanted.provider, filter.provider)) return false;
  if (!wanted.layer.is_zero() && wanted.layer != filter.layer) return false;
  if ((filter.action & wanted.action_mask) == 0) return false;
  if (wanted.callout) {
    const bool calls = (filter.action & schema::kActionFlagCallout) != 0;
    if (!calls || filter.action_key != *wanted.callout) return false;
  }
  return life_selected(wanted, stored) && context_selected(wanted, filter, snapshot) &&
         conditions_selected(wanted, filter);
}

Result<void> check_template(const FilterTemplate& wanted) {
  if ((wanted.flags & ~kFlags) != 0)
    return fail(Status::fwp_invalid_flags, "unknown enumeration flags");
  if (wanted.containment > Containment::overlapping)
    return fail(Status::invalid_parameter, "unknown kind of enumeration");
  std::set<schema::FieldId> seen;
  std::size_t bytes = 0;
  for (const schema::Condition& condition : wanted.conditions) {
    bytes += schema::content_size(condition.value);
    if (bytes > kMaxTemplateBytes)
      return fail(Status::invalid_parameter, "the template's values are too large");
    if (!seen.insert(condition.field).second) {
      return fail(Status::fwp_duplicate_condition,
                  "a template has one condition on a field at most");
    }
  }
  if (wanted.layer.is_zero() && wanted.conditions.empty()) return {};
  const schema::LayerInfo* layer = schema::find_layer(wanted.layer);
  if (layer == nullptr || !layer->served)
    return fail(Status::fwp_layer_not_found, "conditions are those of a layer");
  for (const schema::Condition& condition : wanted.conditions) {
    WFP_CHECK_OK(schema::check_condition(*layer, condition, schema::ConditionUse::enumeration));
  }
  return {};
}

void arrange(const FilterTemplate& wanted, const Snapshot& snapshot, FilterList& filters) {
  const bool best_only = (wanted.flags & schema::kFilterEnumFlagBestTerminatingMatch) != 0;
  if (!best_only && (wanted.flags & schema::kFilterEnumFlagSorted) == 0) return;
  const auto rank = [&](const auto& filter) {
    const auto sublayer = snapshot.find<Sublayer>(filter->object.sublayer);
    return std::tuple(SublayerRank{sublayer->object.weight, sublayer->order},
                      FilterRank{filter->object.effective_weight, filter->object.id});
  };
  std::ranges::sort(filters, {}, rank);
  if (!best_only) return;
  const auto terminates = [](const auto& filter) {
    return (filter->object.action & schema::kActionFlagTerminating) != 0;
  };
  const auto best = std::ranges::find_if(filters, terminates);
  FilterList one;
  if (best != filters.end()) one.push_back(*best);
  filters = std::move(one);
}

}  // namespace wfp::engine
