// securitybaseapi.h and ntsecapi.h: masks of rights, and status codes of the other flavour.
#include <ntsecapi.h>
#include <windows.h>
#include <winternl.h>

#include "security/generic_mapping.h"
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

// The rights that reading (or writing) these parts of a descriptor takes.
VOID WINAPI QuerySecurityAccessMask(SECURITY_INFORMATION SecurityInformation,
                                    LPDWORD DesiredAccess) {
  if (DesiredAccess == nullptr) return;
  constexpr SECURITY_INFORMATION kControl =
      OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION |
      LABEL_SECURITY_INFORMATION | ATTRIBUTE_SECURITY_INFORMATION | SCOPE_SECURITY_INFORMATION |
      BACKUP_SECURITY_INFORMATION;
  constexpr SECURITY_INFORMATION kSystem = SACL_SECURITY_INFORMATION | BACKUP_SECURITY_INFORMATION;
  *DesiredAccess = ((SecurityInformation & kControl) != 0 ? READ_CONTROL : 0u) |
                   ((SecurityInformation & kSystem) != 0 ? ACCESS_SYSTEM_SECURITY : 0u);
}

VOID WINAPI SetSecurityAccessMask(SECURITY_INFORMATION SecurityInformation, LPDWORD DesiredAccess) {
  if (DesiredAccess == nullptr) return;
  constexpr SECURITY_INFORMATION kOwner = OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION |
                                          LABEL_SECURITY_INFORMATION | BACKUP_SECURITY_INFORMATION;
  constexpr SECURITY_INFORMATION kDacl =
      DACL_SECURITY_INFORMATION | ATTRIBUTE_SECURITY_INFORMATION |
      PROTECTED_DACL_SECURITY_INFORMATION | UNPROTECTED_DACL_SECURITY_INFORMATION |
      BACKUP_SECURITY_INFORMATION;
  constexpr SECURITY_INFORMATION kSystem =
      SACL_SECURITY_INFORMATION | SCOPE_SECURITY_INFORMATION | PROTECTED_SACL_SECURITY_INFORMATION |
      UNPROTECTED_SACL_SECURITY_INFORMATION | BACKUP_SECURITY_INFORMATION;
  *DesiredAccess = ((SecurityInformation & kOwner) != 0 ? WRITE_OWNER : 0u) |
                   ((SecurityInformation & kDacl) != 0 ? WRITE_DAC : 0u) |
                   ((SecurityInformation & kSystem) != 0 ? ACCESS_SYSTEM_SECURITY : 0u);
}

ULONG WINAPI LsaNtStatusToWinError(NTSTATUS Status) { return RtlNtStatusToDosError(Status); }

ULONG WINAPI RtlNtStatusToDosError(NTSTATUS Status) {
  const StatusInfo& row = status_info(static_cast<wfp::Status>(Status));
  const bool known = row.status == static_cast<wfp::Status>(Status);
  return known ? row.win32 : ERROR_MR_MID_NOT_FOUND;
}
