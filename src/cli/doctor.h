// Checks: what `wfp doctor` looks at. Each is a sentence, how bad it is, and what to do.
#pragma once

#include <string>
#include <vector>

#include "cli/engine.h"

namespace wfp::cli {

struct Check {
  enum class Level { good, warning, bad };
  Level level;
  std::string what;
  std::string advice;  // empty if there is nothing to do
};

// This machine: kernel types, control groups, the socket. Needs no daemon.
std::vector<Check> check_machine();

// The daemon as it tells of itself.
std::vector<Check> check_daemon(const OPENWFP_STATUS0& status);

// Entries that let everybody do more than the defaults do.
std::vector<Check> check_descriptor(const Object& object, const Descriptor& descriptor);

}  // namespace wfp::cli
