#include "engine/options.h"

#include "schema/constants.h"

namespace wfp::engine {
namespace {

constexpr std::uint32_t kKeywords =
    schema::kNetEventKeywordInboundMcast | schema::kNetEventKeywordInboundBcast |
    schema::kNetEventKeywordCapabilityDrop | schema::kNetEventKeywordCapabilityAllow |
    schema::kNetEventKeywordClassifyAllow | schema::kNetEventKeywordPortScanningDrop;

bool exists(std::uint32_t option) {
  switch (static_cast<Option>(option)) {
#define WFP_ENGINE_OPTION(name, value, windows) case Option::name:
#include "gen/engine_option_table.inc"
#undef WFP_ENGINE_OPTION
    return true;
  }
  return false;
}

std::unexpected<Error> refused(std::uint32_t option) {
  if (!exists(option)) return fail(Status::fwp_invalid_parameter, "there is no such engine option");
  return fail(Status::not_supported, "this engine option is not served");
}

}  // namespace

Result<schema::Value> get_option(const Options& options, std::uint32_t option) {
  switch (static_cast<Option>(option)) {
    case Option::collect_net_events:
      return schema::Value(std::uint32_t{options.collect_net_events ? 1U : 0U});
    case Option::net_event_match_any_keywords:
      return schema::Value(options.net_event_keywords);
    case Option::txn_watchdog_timeout_in_msec:
      return schema::Value(options.watchdog_ms);
    default:
      return refused(option);
  }
}

Result<void> set_option(Options& options, std::uint32_t option, const schema::Value& value) {
  const auto* number = value.get<std::uint32_t>();
  const auto kind = static_cast<Option>(option);
  if (kind != Option::collect_net_events && kind != Option::net_event_match_any_keywords &&
      kind != Option::txn_watchdog_timeout_in_msec) {
    return refused(option);
  }
  if (number == nullptr) return fail(Status::fwp_type_mismatch, "an engine option is a uint32");
  if (kind == Option::collect_net_events) {
    if (*number > 1)
      return fail(Status::fwp_out_of_bounds, "net events are collected (1) or not (0)");
    options.collect_net_events = *number == 1;
  } else if (kind == Option::net_event_match_any_keywords) {
    if ((*number & ~kKeywords) != 0)
      return fail(Status::fwp_out_of_bounds, "unknown net event keyword");
    options.net_event_keywords = *number;
  } else {
    options.watchdog_ms = *number;
  }
  return {};
}

}  // namespace wfp::engine
