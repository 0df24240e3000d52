/* Names of well-known SIDs and back, with the two-call size protocol. */
#include <sddl.h>
#include <stdio.h>
#include <windows.h>

static int show(WELL_KNOWN_SID_TYPE type) {
  DWORD size = SECURITY_MAX_SID_SIZE, name_size = 0, domain_size = 0;
  PSID sid = LocalAlloc(LMEM_FIXED, size);
  LPSTR name, domain;
  SID_NAME_USE use;

  if (!CreateWellKnownSid(type, NULL, sid, &size)) return 1;
  if (LookupAccountSidA(NULL, sid, NULL, &name_size, NULL, &domain_size, &use)) return 1;
  if (GetLastError() != ERROR_INSUFFICIENT_BUFFER) return 1;
  name = (LPSTR)LocalAlloc(LPTR, name_size);
  domain = (LPSTR)LocalAlloc(LPTR, domain_size);
  if (!LookupAccountSidA(NULL, sid, name, &name_size, domain, &domain_size, &use)) return 1;
  printf("%s\\%s %d\n", domain, name, (int)use);
  LocalFree(name);
  LocalFree(domain);
  LocalFree(sid);
  return 0;
}

int main(void) {
  return show(WinLocalSystemSid) || show(WinBuiltinAdministratorsSid) || show(WinWorldSid);
}
