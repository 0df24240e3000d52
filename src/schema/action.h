// Action: what a filter does when all its conditions hold.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/guid.h"
#include "schema/constants.h"

namespace wfp::schema {

enum class ActionType : std::uint32_t {
  block = kActionBlock,
  permit = kActionPermit,
  callout_terminating = kActionCalloutTerminating,  // the callout decides: block or permit
  callout_inspection = kActionCalloutInspection,    // the callout looks on
  callout_unknown = kActionCalloutUnknown,          // the callout decides or goes on
};

// The five that a filter may have; "continue" and the like are results, not actions.
std::optional<ActionType> action_type(std::uint32_t number);
std::string_view to_string(ActionType type);

constexpr bool uses_callout(ActionType type) {
  return (static_cast<std::uint32_t>(type) & kActionFlagCallout) != 0;
}

struct Action {
  ActionType type = ActionType::block;
  Guid key;  // of the callout; of a plain action any GUID, kept and returned
  bool operator==(const Action&) const = default;
};

}  // namespace wfp::schema
