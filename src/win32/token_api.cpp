// processthreadsapi.h and securitybaseapi.h: opening, copying and asking tokens.
#include <windows.h>

#include <unistd.h>

#include "win32/edge.h"
#include "win32/own_token.h"
#include "win32/sid_access.h"
#include "win32/token_object.h"

namespace wfp::win32 {
namespace {

constexpr ACCESS_MASK kSameRights = 0;  // DuplicateTokenEx: as the existing handle

Result<void> check_duplicate(const TokenSnapshot& token, TOKEN_TYPE type,
                             SECURITY_IMPERSONATION_LEVEL level) {
  WFP_CHECK_OK(require(type == TokenPrimary || type == TokenImpersonation));
  WFP_CHECK_OK(require(level >= SecurityAnonymous && level <= SecurityDelegation,
                       Status::bad_impersonation_level));
  const bool raised = token.statistics.TokenType == TokenImpersonation &&
                      type == TokenImpersonation && level > token.statistics.ImpersonationLevel;
  const bool promoted = token.statistics.TokenType == TokenImpersonation && type == TokenPrimary &&
                        token.statistics.ImpersonationLevel < SecurityImpersonation;
  return require(!raised && !promoted, Status::bad_impersonation_level);
}

Result<void> duplicate_token(HANDLE existing, ACCESS_MASK desired,
                             SECURITY_IMPERSONATION_LEVEL level, TOKEN_TYPE type, PHANDLE out) {
  WFP_CHECK_OK(require(out != nullptr));
  *out = nullptr;
  WFP_TRY(const auto from, token_of(existing, TOKEN_DUPLICATE));
  WFP_CHECK_OK(check_duplicate(from->token(), type, level));
  const ACCESS_MASK access = desired == kSameRights ? from->granted() : desired;
  WFP_TRY(*out, open_token(duplicate(from->token(), type, level), access));
  return {};
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

// Windows' pseudo handles: constants that stand for whoever uses them.
HANDLE WINAPI GetCurrentProcess() { return reinterpret_cast<HANDLE>(static_cast<LONG_PTR>(-1)); }
HANDLE WINAPI GetCurrentThread() { return reinterpret_cast<HANDLE>(static_cast<LONG_PTR>(-2)); }
DWORD WINAPI GetCurrentProcessId() { return static_cast<DWORD>(::getpid()); }
DWORD WINAPI GetCurrentThreadId() { return static_cast<DWORD>(::gettid()); }

BOOL WINAPI OpenProcessToken(HANDLE ProcessHandle, DWORD DesiredAccess, PHANDLE TokenHandle) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(TokenHandle != nullptr));
    *TokenHandle = nullptr;
    WFP_CHECK_OK(require(ProcessHandle == GetCurrentProcess(), Status::invalid_handle));
    WFP_TRY(auto token, own_token());
    WFP_TRY(*TokenHandle, open_token(std::move(token), DesiredAccess));
    return {};
  });
}

BOOL WINAPI OpenThreadToken(HANDLE ThreadHandle, DWORD, BOOL, PHANDLE TokenHandle) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(TokenHandle != nullptr));
    *TokenHandle = nullptr;
    WFP_CHECK_OK(require(ThreadHandle == GetCurrentThread(), Status::invalid_handle));
    return fail(Status::no_token, "no thread impersonates anybody here");
  });
}

BOOL WINAPI DuplicateToken(HANDLE ExistingTokenHandle,
                           SECURITY_IMPERSONATION_LEVEL ImpersonationLevel,
                           PHANDLE DuplicateTokenHandle) {
  return answer([&] {
    return duplicate_token(ExistingTokenHandle, TOKEN_IMPERSONATE | TOKEN_QUERY, ImpersonationLevel,
                           TokenImpersonation, DuplicateTokenHandle);
  });
}

BOOL WINAPI DuplicateTokenEx(HANDLE hExistingToken, DWORD dwDesiredAccess, LPSECURITY_ATTRIBUTES,
                             SECURITY_IMPERSONATION_LEVEL ImpersonationLevel, TOKEN_TYPE TokenType,
                             PHANDLE phNewToken) {
  return answer([&] {
    return duplicate_token(hExistingToken, dwDesiredAccess, ImpersonationLevel, TokenType,
                           phNewToken);
  });
}

BOOL WINAPI IsTokenRestricted(HANDLE TokenHandle) {
  const auto object = token_of(TokenHandle, TOKEN_QUERY);
  if (object) return (*object)->token().token.is_restricted();
  SetLastError(code_of(object.error().status));
  return FALSE;
}

BOOL WINAPI CheckTokenMembership(HANDLE TokenHandle, PSID SidToCheck, PBOOL IsMember) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(IsMember != nullptr));
    *IsMember = FALSE;
    WFP_TRY(const auto sid, sid_at(SidToCheck));
    if (TokenHandle == nullptr) {  // the caller's own
      WFP_TRY(const auto token, own_token());
      *IsMember = token->token.is_member(sid);
      return {};
    }
    WFP_TRY(const auto object, token_of(TokenHandle, TOKEN_QUERY));
    const auto& token = object->token();
    WFP_CHECK_OK(
        require(token.statistics.TokenType == TokenImpersonation, Status::no_impersonation_token));
    *IsMember = token.token.is_member(sid);
    return {};
  });
}

BOOL WINAPI AllocateLocallyUniqueId(PLUID Luid) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(Luid != nullptr));
    *Luid = next_luid();
    return {};
  });
}
