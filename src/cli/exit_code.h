// ExitCode: what a script learns from `wfp`. The table is printed by `wfp help exit-codes`.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wfp::cli {

enum class ExitCode : int {
  ok = 0,
  failure = 1,
  usage = 2,
  access_denied = 3,
  not_found = 4,
  in_use = 5,
  unreachable = 6,
  invalid_policy = 7,
  blocked = 8,
  not_enforced = 9,
  interrupted = 130,
};

struct ExitCodeInfo {
  ExitCode code;
  std::string_view meaning;
};

std::span<const ExitCodeInfo> exit_codes();

// The exit code that tells of a Win32 or FWP_E_ code; ExitCode::failure for one without a kind of
// its own.
ExitCode exit_code_of(std::uint32_t win32);

// "ERROR_ACCESS_DENIED 5", "FWP_E_NOT_FOUND 0x80320008"; an unknown code is its number alone.
std::string symbolic(std::uint32_t win32);

// What the code means, one sentence without its full stop; empty for an unknown code.
std::string_view meaning_of(std::uint32_t win32);

}  // namespace wfp::cli
