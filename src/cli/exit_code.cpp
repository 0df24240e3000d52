#include "cli/exit_code.h"

#include <fmt/format.h>

#include <algorithm>

namespace wfp::cli {
namespace {

constexpr ExitCodeInfo kExitCodes[] = {
    {ExitCode::ok, "done"},
    {ExitCode::failure, "another failure; also: `wfp sddl diff` found a difference"},
    {ExitCode::usage, "the command line is wrong"},
    {ExitCode::access_denied,
     "access denied; also: `wfp access can` and `wfp access check` answered no"},
    {ExitCode::not_found, "no such object, or one you may not see"},
    {ExitCode::in_use, "it exists already, or is in use"},
    {ExitCode::unreachable, "the daemon is not reachable"},
    {ExitCode::invalid_policy, "a descriptor, right, filter or file is not valid"},
    {ExitCode::blocked, "the verdict is block"},
    {ExitCode::not_enforced, "not enforced here"},
    {ExitCode::interrupted, "interrupted (the shell's number for a program that SIGINT ended)"},
};

struct CodeName {
  std::uint32_t win32;
  std::string_view name;
  std::string_view meaning;
};

constexpr CodeName kCodes[] = {
#define WFP_STATUS(name, ntstatus, win32, nt_name, win32_name, meaning) \
  {win32, win32_name, meaning},
#include "gen/status_table.inc"
#undef WFP_STATUS
};

const CodeName* find(std::uint32_t win32) {
  const auto* row = std::ranges::find(kCodes, win32, &CodeName::win32);
  return row == std::end(kCodes) ? nullptr : row;
}

struct Kind {
  std::string_view name;
  ExitCode exit;
};

// By name, so that no number stands here that the table of status codes has already.
constexpr Kind kKinds[] = {
    {"ERROR_SUCCESS", ExitCode::ok},
    {"ERROR_ACCESS_DENIED", ExitCode::access_denied},
    {"ERROR_PRIVILEGE_NOT_HELD", ExitCode::access_denied},
    {"ERROR_INVALID_OWNER", ExitCode::access_denied},
    {"ERROR_INVALID_PRIMARY_GROUP", ExitCode::access_denied},
    {"ERROR_NOT_FOUND", ExitCode::not_found},
    {"ERROR_FILE_NOT_FOUND", ExitCode::not_found},
    {"ERROR_PATH_NOT_FOUND", ExitCode::not_found},
    {"ERROR_NONE_MAPPED", ExitCode::not_found},
    {"FWP_E_NOT_FOUND", ExitCode::not_found},
    {"ERROR_ALREADY_EXISTS", ExitCode::in_use},
    {"FWP_E_ALREADY_EXISTS", ExitCode::in_use},
    {"FWP_E_IN_USE", ExitCode::in_use},
    {"RPC_S_SERVER_UNAVAILABLE", ExitCode::unreachable},
    {"EPT_S_NOT_REGISTERED", ExitCode::unreachable},
    {"FWP_E_SESSION_ABORTED", ExitCode::unreachable},
    {"ERROR_INVALID_SID", ExitCode::invalid_policy},
    {"ERROR_INVALID_ACL", ExitCode::invalid_policy},
    {"ERROR_INVALID_SECURITY_DESCR", ExitCode::invalid_policy},
};

}  // namespace

std::span<const ExitCodeInfo> exit_codes() { return kExitCodes; }

ExitCode exit_code_of(std::uint32_t win32) {
  const CodeName* row = find(win32);
  if (row == nullptr) return ExitCode::failure;
  const auto* kind = std::ranges::find(kKinds, row->name, &Kind::name);
  return kind == std::end(kKinds) ? ExitCode::failure : kind->exit;
}

std::string symbolic(std::uint32_t win32) {
  const CodeName* row = find(win32);
  const bool hresult = win32 > 0xffff;
  const std::string number = hresult ? fmt::format("{:#010x}", win32) : fmt::format("{}", win32);
  return row == nullptr ? "error " + number : fmt::format("{} {}", row->name, number);
}

std::string_view meaning_of(std::uint32_t win32) {
  const CodeName* row = find(win32);
  return row == nullptr ? std::string_view{} : row->meaning;
}

}  // namespace wfp::cli
