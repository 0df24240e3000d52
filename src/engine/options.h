// Options: the engine's own settings, which FwpmEngineGetOption0 and SetOption0 show.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "schema/value.h"

namespace wfp::engine {

enum class Option : std::uint32_t {
#define WFP_ENGINE_OPTION(name, value, windows) name = value,
#include "gen/engine_option_table.inc"
#undef WFP_ENGINE_OPTION
};

struct Options {
  bool collect_net_events = true;
  std::uint32_t net_event_keywords = 0;  // drops only, no inbound multicast or broadcast
  std::uint32_t watchdog_ms = 0;         // explicit transactions held longer are told of; 0: none

  bool operator==(const Options&) const = default;
};

// Errors: fwp_invalid_parameter for an option that does not exist, not_supported for one that is
// not served.
Result<schema::Value> get_option(const Options& options, std::uint32_t option);

// The value is a uint32. Errors: also fwp_type_mismatch, fwp_out_of_bounds.
Result<void> set_option(Options& options, std::uint32_t option, const schema::Value& value);

}  // namespace wfp::engine
