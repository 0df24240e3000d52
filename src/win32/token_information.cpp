// GetTokenInformation: what a token says of its holder.
//
// Each class has a structure with pointers to SIDs; the SIDs follow it in the same buffer.
#include <windows.h>

#include "win32/buffer_layout.h"
#include "win32/edge.h"
#include "win32/token_object.h"

namespace wfp::win32 {
namespace {

template <class Structure>
std::size_t lay_sid(const security::Sid& sid, void* buffer) {
  static_assert(sizeof(Structure) == sizeof(PSID));
  BufferLayout out(buffer, sizeof(Structure));
  out.put(0, out.sid(sid));
  return out.size();
}

std::size_t lay_label(const TokenSnapshot& token, void* buffer) {
  BufferLayout out(buffer, sizeof(TOKEN_MANDATORY_LABEL));
  out.put(0, TOKEN_MANDATORY_LABEL{
                 {out.sid(token.integrity), SE_GROUP_INTEGRITY | SE_GROUP_INTEGRITY_ENABLED}});
  return out.size();
}

// The bytes the class takes; they are written if there is a buffer. not_found for a fact the token
// does not know.
Result<std::size_t> lay(const TokenSnapshot& token, TOKEN_INFORMATION_CLASS what, void* buffer) {
  switch (what) {
    case TokenUser:
      return lay_user(token.user, buffer);
    case TokenGroups:
      return lay_groups(token.groups, buffer);
    case TokenPrivileges:
      return lay_privileges(token.privileges, buffer);
    case TokenOwner:
      return lay_sid<TOKEN_OWNER>(token.owner, buffer);
    case TokenPrimaryGroup:
      if (!token.primary_group) return fail(Status::not_found);
      return lay_sid<TOKEN_PRIMARY_GROUP>(*token.primary_group, buffer);
    case TokenStatistics:
      return lay_value(token.statistics, buffer);
    case TokenType:
      return lay_value(token.statistics.TokenType, buffer);
    case TokenImpersonationLevel:
      if (token.statistics.TokenType != TokenImpersonation) return fail(Status::invalid_parameter);
      return lay_value(token.statistics.ImpersonationLevel, buffer);
    case TokenIntegrityLevel:
      return lay_label(token, buffer);
    default:
      return fail(Status::invalid_info_class);
  }
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI GetTokenInformation(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass,
                                LPVOID TokenInformation, DWORD TokenInformationLength,
                                PDWORD ReturnLength) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(ReturnLength != nullptr));
    WFP_TRY(const auto object, token_of(TokenHandle, TOKEN_QUERY));
    WFP_TRY(const std::size_t size, lay(object->token(), TokenInformationClass, nullptr));
    *ReturnLength = static_cast<DWORD>(size);
    const bool fits = TokenInformation != nullptr && TokenInformationLength >= size;
    WFP_CHECK_OK(require(fits, Status::buffer_too_small));
    WFP_CHECK_OK(lay(object->token(), TokenInformationClass, TokenInformation));
    return {};
  });
}
