// Options: what wfpd's command line says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace wfp::daemon {

// What wfpd does with filters.
enum class Mode : std::uint8_t {
  observe,        // refuses them
  classify_only,  // keeps them and says what they would decide; enforces nothing
};
std::string_view to_string(Mode mode);  // as its option is spelt

struct Options {
  enum class Action { run, check, version, help };

  Action action = Action::run;
  Mode mode = Mode::observe;
  std::string socket = "/run/openwfp/wfpd.sock";
  std::string state_dir = "/var/lib/openwfp";
  std::optional<std::string> config;  // without one: kDefaultConfig, if it exists
  std::string text;                   // what --help prints
};

inline constexpr const char* kDefaultConfig = "/etc/openwfp/wfpd.conf";

// Status::invalid_parameter with a sentence for a wrong command line; Status::not_supported for a
// mode that this release does not have: who asks for enforcement must not believe in having it.
Result<Options> parse_options(int argc, const char* const* argv);

}  // namespace wfp::daemon
