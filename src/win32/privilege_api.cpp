// winbase.h and securitybaseapi.h: the names of privileges, and whether a token holds some.
#include <windows.h>

#include <optional>

#include "security/privilege.h"
#include "win32/edge.h"
#include "win32/text.h"
#include "win32/token_object.h"

namespace wfp::win32 {
namespace {

// The privilege's name; empty for an LUID that is none.
std::string_view name_of(const LUID& luid) {
  return luid.HighPart == 0 && luid.LowPart < 64
             ? security::to_string(static_cast<security::Privilege>(luid.LowPart))
             : std::string_view();
}

template <class Width>
BOOL privilege_name(PLUID luid, typename Width::Char* name, LPDWORD size) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(luid != nullptr && size != nullptr));
    const auto found = name_of(*luid);
    WFP_CHECK_OK(require(!found.empty(), Status::no_such_privilege));
    return give_text(Width::from_bytes(found), name, size);
  });
}

template <class Width>
BOOL privilege_value(const typename Width::Char* name, PLUID luid) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(name != nullptr && luid != nullptr));
    const auto bytes = Width::to_bytes(name);
    const auto found = bytes ? security::find_privilege(*bytes) : std::nullopt;
    WFP_CHECK_OK(require(found.has_value(), Status::no_such_privilege));
    *luid = {static_cast<DWORD>(*found), 0};
    return {};
  });
}

bool holds(const TokenSnapshot& token, const LUID& luid) {
  for (const auto& privilege : token.privileges) {
    if (RtlEqualLuid(&privilege.Luid, &luid))
      return (privilege.Attributes & SE_PRIVILEGE_ENABLED) != 0;
  }
  return false;
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI LookupPrivilegeNameA(LPCSTR, PLUID lpLuid, LPSTR lpName, LPDWORD cchName) {
  return privilege_name<Narrow>(lpLuid, lpName, cchName);
}
BOOL WINAPI LookupPrivilegeNameW(LPCWSTR, PLUID lpLuid, LPWSTR lpName, LPDWORD cchName) {
  return privilege_name<Wide>(lpLuid, lpName, cchName);
}
BOOL WINAPI LookupPrivilegeValueA(LPCSTR, LPCSTR lpName, PLUID lpLuid) {
  return privilege_value<Narrow>(lpName, lpLuid);
}
BOOL WINAPI LookupPrivilegeValueW(LPCWSTR, LPCWSTR lpName, PLUID lpLuid) {
  return privilege_value<Wide>(lpName, lpLuid);
}

BOOL WINAPI PrivilegeCheck(HANDLE ClientToken, PPRIVILEGE_SET RequiredPrivileges, LPBOOL pfResult) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(RequiredPrivileges != nullptr && pfResult != nullptr));
    WFP_TRY(const auto object, token_of(ClientToken, TOKEN_QUERY));
    const TOKEN_STATISTICS& statistics = object->token().statistics;
    const bool anonymous = statistics.TokenType == TokenImpersonation &&
                           statistics.ImpersonationLevel < SecurityIdentification;
    WFP_CHECK_OK(require(!anonymous, Status::bad_impersonation_level));
    DWORD held = 0;
    for (DWORD i = 0; i < RequiredPrivileges->PrivilegeCount; ++i) {
      auto& privilege = RequiredPrivileges->Privilege[i];
      privilege.Attributes &= ~static_cast<DWORD>(SE_PRIVILEGE_USED_FOR_ACCESS);
      if (!holds(object->token(), privilege.Luid)) continue;
      privilege.Attributes |= SE_PRIVILEGE_USED_FOR_ACCESS;
      ++held;
    }
    const bool all = (RequiredPrivileges->Control & PRIVILEGE_SET_ALL_NECESSARY) != 0;
    *pfResult = all ? held == RequiredPrivileges->PrivilegeCount : held > 0;
    return {};
  });
}
