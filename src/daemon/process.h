// Facts about the machine and its processes that a restarted daemon compares with what it kept:
// which boot this is, and whether a process is still the one it was. They decide nothing about who
// somebody is.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

namespace wfp::daemon {

// Of this boot, unlike that of any other.
Result<std::string> boot_id();

// When a process began, in clock ticks since the boot; nullopt: there is no such process. A number
// that was given to another process has another start.
std::optional<std::uint64_t> start_of(pid_t pid);

}  // namespace wfp::daemon
