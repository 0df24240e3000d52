#include "schema/action.h"

namespace wfp::schema {

std::optional<ActionType> action_type(std::uint32_t number) {
  switch (number) {
    case kActionBlock:
    case kActionPermit:
    case kActionCalloutTerminating:
    case kActionCalloutInspection:
    case kActionCalloutUnknown:
      return static_cast<ActionType>(number);
    default:
      return std::nullopt;
  }
}

std::string_view to_string(ActionType type) {
  switch (type) {
    case ActionType::block:
      return "block";
    case ActionType::permit:
      return "permit";
    case ActionType::callout_terminating:
      return "callout_terminating";
    case ActionType::callout_inspection:
      return "callout_inspection";
    case ActionType::callout_unknown:
      return "callout_unknown";
  }
  return "?";
}

}  // namespace wfp::schema
