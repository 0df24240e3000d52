#include "cli/policy.h"

#include <fmt/format.h>

#include "cli/policy_value.h"
#include "cli/vocabulary.h"
#include "fwpmtypes.h"

namespace wfp::cli {
namespace {

bool same_object(const PolicyObject& a, const PolicyObject& b) {
  return a.key == b.key && a.name == b.name && a.description == b.description &&
         a.provider == b.provider && a.data == b.data;
}

}  // namespace

const PolicyObject& object_of(const AnyPolicyObject& object) {
  return std::visit([](const auto* one) -> const PolicyObject& { return *one; }, object);
}

std::string_view kind_name(const AnyPolicyObject& object) {
  constexpr std::string_view kNames[] = {"provider", "context", "sublayer", "callout", "filter"};
  return kNames[object.index()];
}

std::string title_of(const AnyPolicyObject& object) {
  std::string title = fmt::format("{} {}", kind_name(object), quoted(object_of(object).name));
  if (const auto* filter = std::get_if<const PolicyFilter*>(&object))
    title += fmt::format(" ({})", layer_name((*filter)->layer));
  return title;
}

bool is_callout(std::uint32_t action) { return (action & FWP_ACTION_FLAG_CALLOUT) != 0; }

std::uint32_t own_flags(const PolicyProvider& object) {
  return object.flags & ~static_cast<std::uint32_t>(FWPM_PROVIDER_FLAG_DISABLED);
}
std::uint32_t own_flags(const PolicyCallout& object) {
  return object.flags & ~static_cast<std::uint32_t>(FWPM_CALLOUT_FLAG_REGISTERED);
}
std::uint32_t own_flags(const PolicyFilter& object) {
  return object.flags & ~static_cast<std::uint32_t>(FWPM_FILTER_FLAG_DISABLED);
}

bool same_content(const PolicyProvider& a, const PolicyProvider& b) {
  return same_object(a, b) && own_flags(a) == own_flags(b) && a.service == b.service;
}

bool same_content(const PolicyContext& a, const PolicyContext& b) {
  return same_object(a, b) && a.flags == b.flags && a.type == b.type && a.buffer == b.buffer &&
         a.options == b.options;
}

bool same_content(const PolicySublayer& a, const PolicySublayer& b) {
  return same_object(a, b) && a.flags == b.flags && a.weight == b.weight;
}

bool same_content(const PolicyCallout& a, const PolicyCallout& b) {
  return same_object(a, b) && own_flags(a) == own_flags(b) && a.layer == b.layer;
}

bool same_content(const PolicyFilter& a, const PolicyFilter& b) {
  return same_object(a, b) && own_flags(a) == own_flags(b) && a.layer == b.layer &&
         a.sublayer == b.sublayer && a.weight == b.weight && a.conditions == b.conditions &&
         a.action == b.action && a.action_key == b.action_key && a.context == b.context &&
         a.raw_context == b.raw_context;
}

}  // namespace wfp::cli
