// Options: what wfpd's command line says.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace wfp::daemon {

struct Options {
  enum class Action { run, check, version, help };

  Action action = Action::run;
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
