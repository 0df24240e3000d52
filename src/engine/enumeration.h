// Templates: which objects of a kind an enumeration or a subscription is about. Everything that is
// not set selects all.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "base/result.h"
#include "engine/object.h"
#include "engine/stored.h"

namespace wfp::engine {

struct ProviderTemplate {};

struct ContextTemplate {
  std::optional<Guid> provider;
  std::optional<ContextType> type;
};

struct SublayerTemplate {
  std::optional<Guid> provider;
};

struct CalloutTemplate {
  std::optional<Guid> provider;
  Guid layer;  // zero: any
};

// How the traffic a filter speaks of must lie to that of the template's conditions.
enum class Containment : std::uint32_t {
  fully_contained = 0,  // all of it is inside
  overlapping = 1,      // some of it is
};

struct FilterTemplate {
  std::optional<Guid> provider;
  Guid layer;  // zero: any
  Containment containment = Containment::overlapping;
  std::uint32_t flags =
      schema::kFilterEnumFlagIncludeBoottime | schema::kFilterEnumFlagIncludeDisabled;
  std::optional<ContextTemplate> context;
  std::vector<schema::Condition> conditions;  // each field at most once
  std::uint32_t action_mask = 0xFFFFFFFF;     // of action codes: one common bit will do
  std::optional<Guid> callout;
};

template <class T>
struct TemplateFor;
template <>
struct TemplateFor<Provider> {
  using Type = ProviderTemplate;
};
template <>
struct TemplateFor<ProviderContext> {
  using Type = ContextTemplate;
};
template <>
struct TemplateFor<Sublayer> {
  using Type = SublayerTemplate;
};
template <>
struct TemplateFor<Callout> {
  using Type = CalloutTemplate;
};
template <>
struct TemplateFor<Filter> {
  using Type = FilterTemplate;
};
template <class T>
using TemplateOf = typename TemplateFor<T>::Type;
using AnyTemplate = std::variant<ProviderTemplate, ContextTemplate, SublayerTemplate,
                                 CalloutTemplate, FilterTemplate>;

struct Snapshot;

bool selects(const ProviderTemplate& wanted, const Provider& provider);
bool selects(const ContextTemplate& wanted, const ProviderContext& context);
bool selects(const SublayerTemplate& wanted, const Sublayer& sublayer);
bool selects(const CalloutTemplate& wanted, const Callout& callout);
// Without flags: BEST_TERMINATING_MATCH and SORTED are about the list, see arrange().
bool selects(const FilterTemplate& wanted, const Stored<Filter>& filter, const Snapshot& snapshot);

// Errors: fwp_invalid_flags, fwp_duplicate_condition, fwp_layer_not_found, invalid_parameter (more
// than 64 KiB of values), those of schema::check_condition().
Result<void> check_template(const FilterTemplate& wanted);

using FilterList = std::vector<std::shared_ptr<const Stored<Filter>>>;
// Orders and cuts a list of selected filters as the template's flags say.
void arrange(const FilterTemplate& wanted, const Snapshot& snapshot, FilterList& filters);

}  // namespace wfp::engine
