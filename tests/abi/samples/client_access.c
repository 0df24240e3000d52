/* A server checks a client's access: its own token, duplicated for impersonation, stands for the
 * client. */
#define UNICODE
#include <sddl.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static int may(HANDLE token, LPCWSTR sddl, DWORD desired) {
  GENERIC_MAPPING mapping = {0x1, 0x2, 0x4, 0x7};
  PSECURITY_DESCRIPTOR descriptor = NULL;
  PRIVILEGE_SET privileges;
  DWORD size = sizeof(privileges), granted = 0;
  BOOL status = FALSE;

  MapGenericMask(&desired, &mapping);
  if (!ConvertStringSecurityDescriptorToSecurityDescriptor(sddl, SDDL_REVISION_1, &descriptor,
                                                           NULL))
    exit(2);
  if (!AccessCheck(descriptor, token, desired, &mapping, &privileges, &size, &granted, &status))
    exit(3);
  LocalFree(descriptor);
  return status;
}

int main(void) {
  HANDLE process_token, token;
  DWORD size = 0;
  PTOKEN_USER user;
  WCHAR *name, sddl[256];

  if (!OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY | TOKEN_DUPLICATE, &process_token))
    return 1;
  if (!DuplicateToken(process_token, SecurityImpersonation, &token)) return 1;

  GetTokenInformation(token, TokenUser, NULL, 0, &size);
  if (GetLastError() != ERROR_INSUFFICIENT_BUFFER) return 1;
  user = (PTOKEN_USER)HeapAlloc(GetProcessHeap(), 0, size);
  if (!GetTokenInformation(token, TokenUser, user, size, &size)) return 1;
  if (!ConvertSidToStringSid(user->User.Sid, &name)) return 1;
  swprintf(sddl, ARRAYSIZE(sddl), L"O:BUG:BUD:(A;;0x1;;;%ls)", name);

  printf("%d%d%d%d\n", may(token, sddl, GENERIC_READ), may(token, sddl, GENERIC_WRITE),
         may(token, L"O:BUG:BUD:(D;;GA;;;WD)(A;;GA;;;WD)", GENERIC_READ),
         may(token, L"O:BUG:BUD:NO_ACCESS_CONTROL", GENERIC_ALL));
  LocalFree(name);
  HeapFree(GetProcessHeap(), 0, user);
  CloseHandle(token);
  CloseHandle(process_token);
  return CloseHandle(token) ? 1 : 0;
}
