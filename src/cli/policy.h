// Policy: the objects of the filter engine as values: what a policy file says, what `wfp` reads
// from the engine and what it adds there. Every verb about filters works on these; the C API's
// structures appear at the edge alone (policy_api.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cli/guid.h"
#include "fwptypes.h"

namespace wfp::cli {

// A value of any type that a condition, weight or option can have.
struct PolicyValue {
  FWP_DATA_TYPE type = FWP_EMPTY;
  std::uint64_t number =
      0;  // integers; the bits of a floating-point number; the address of a V4_ADDR_MASK
  std::uint32_t mask = 0;  // of a V4_ADDR_MASK; the prefix length of a V6_ADDR_MASK
  std::string
      bytes;  // blobs, SIDs, descriptors, arrays, the address of a V6_ADDR_MASK; text is UTF-8
  std::vector<PolicyValue> ends;  // of a range: low and high

  bool operator==(const PolicyValue&) const = default;
};

struct PolicyCondition {
  GUID field{};
  FWP_MATCH_TYPE match = FWP_MATCH_EQUAL;
  PolicyValue value;

  bool operator==(const PolicyCondition&) const = default;
};

// What every object has. `security` and `line` are no content: they do not make objects different.
struct PolicyObject {
  GUID key{};
  std::string name, description;
  std::uint32_t flags = 0;
  std::optional<GUID> provider;
  std::string data;      // the provider's, any bytes
  std::string security;  // SDDL; "" = not said
  std::size_t line = 0;  // of the file it came from; 0 = from none
};

struct PolicyProvider : PolicyObject {
  std::string service;
};

struct PolicyContext : PolicyObject {
  std::uint32_t type = 0;  // FWPM_GENERAL_CONTEXT or FWPM_CLASSIFY_OPTIONS_CONTEXT
  std::string buffer;      // of a general one
  std::vector<std::pair<std::uint32_t, PolicyValue>> options;
  std::uint64_t id = 0;
};

struct PolicySublayer : PolicyObject {
  std::uint16_t weight = 0;
};

struct PolicyCallout : PolicyObject {
  GUID layer{};
  std::uint32_t id = 0;
};

struct PolicyFilter : PolicyObject {
  GUID layer{}, sublayer{};
  PolicyValue weight;
  std::vector<PolicyCondition> conditions;
  std::uint32_t action = FWP_ACTION_BLOCK;
  GUID action_key{};  // the callout, or the free GUID of a plain action
  GUID context{};     // if the flag HAS_PROVIDER_CONTEXT is set
  std::uint64_t raw_context = 0;
  std::uint64_t id = 0;  // what the engine gave it
  std::uint64_t effective_weight = 0;
};

struct Policy {
  std::vector<PolicyProvider> providers;
  std::vector<PolicyContext> contexts;
  std::vector<PolicySublayer> sublayers;
  std::vector<PolicyCallout> callouts;
  std::vector<PolicyFilter> filters;

  [[nodiscard]] std::size_t size() const {
    return providers.size() + contexts.size() + sublayers.size() + callouts.size() + filters.size();
  }
};

// One object of any kind, not owned.
using AnyPolicyObject =
    std::variant<const PolicyProvider*, const PolicyContext*, const PolicySublayer*,
                 const PolicyCallout*, const PolicyFilter*>;

const PolicyObject& object_of(const AnyPolicyObject& object);
std::string_view kind_name(const AnyPolicyObject& object);  // "filter"
std::string title_of(const AnyPolicyObject& object);        // filter "No SMTP" (connect-v4)

bool is_callout(std::uint32_t action);

// Whether the engine would behave the same: all but ids, weights in effect, security, and flags
// that the engine alone sets.
bool same_content(const PolicyProvider& a, const PolicyProvider& b);
bool same_content(const PolicyContext& a, const PolicyContext& b);
bool same_content(const PolicySublayer& a, const PolicySublayer& b);
bool same_content(const PolicyCallout& a, const PolicyCallout& b);
bool same_content(const PolicyFilter& a, const PolicyFilter& b);

// Flags that only the engine sets, taken out.
std::uint32_t own_flags(const PolicyProvider& object);
std::uint32_t own_flags(const PolicyCallout& object);
std::uint32_t own_flags(const PolicyFilter& object);

}  // namespace wfp::cli
