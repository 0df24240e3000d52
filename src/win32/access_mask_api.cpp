// securitybaseapi.h and ntsecapi.h: masks of rights, and status codes of the other flavour.
#include <ntsecapi.h>
#include <windows.h>
#include <winternl.h>

#include "security/generic_mapping.h"
#include "security/security_information.h"
#include "win32/edge.h"

using namespace wfp;
using namespace wfp::win32;

VOID WINAPI MapGenericMask(PDWORD AccessMask, PGENERIC_MAPPING GenericMapping) {
  if (AccessMask == nullptr || GenericMapping == nullptr) return;
  const auto& [read, write, execute, all] = *GenericMapping;
  *AccessMask = security::GenericMapping{read, write, execute, all}.map(*AccessMask);
}

BOOL WINAPI AreAllAccessesGranted(DWORD GrantedAccess, DWORD DesiredAccess) {
  return (GrantedAccess & DesiredAccess) == DesiredAccess;
}

BOOL WINAPI AreAnyAccessesGranted(DWORD GrantedAccess, DWORD DesiredAccess) {
  return (GrantedAccess & DesiredAccess) != 0;
}

VOID WINAPI QuerySecurityAccessMask(SECURITY_INFORMATION SecurityInformation,
                                    LPDWORD DesiredAccess) {
  if (DesiredAccess != nullptr) *DesiredAccess = security::rights_to_query(SecurityInformation);
}

VOID WINAPI SetSecurityAccessMask(SECURITY_INFORMATION SecurityInformation, LPDWORD DesiredAccess) {
  if (DesiredAccess != nullptr) *DesiredAccess = security::rights_to_set(SecurityInformation);
}

ULONG WINAPI LsaNtStatusToWinError(NTSTATUS Status) { return RtlNtStatusToDosError(Status); }

ULONG WINAPI RtlNtStatusToDosError(NTSTATUS Status) {
  const StatusInfo& row = status_info(static_cast<wfp::Status>(Status));
  const bool known = row.status == static_cast<wfp::Status>(Status);
  return known ? row.win32 : ERROR_MR_MID_NOT_FOUND;
}
