/* A descriptor for a new object: everyone may read, administrators may do all. In plain Windows
 * style. */
#include <aclapi.h>
#include <sddl.h>
#include <stdio.h>
#include <windows.h>

int main(void) {
  SID_IDENTIFIER_AUTHORITY world = SECURITY_WORLD_SID_AUTHORITY;
  SID_IDENTIFIER_AUTHORITY nt = SECURITY_NT_AUTHORITY;
  PSID everyone = NULL, administrators = NULL;
  PACL acl = NULL;
  PSECURITY_DESCRIPTOR descriptor = NULL;
  EXPLICIT_ACCESS entries[2];
  LPTSTR text = NULL;
  int failed = 1;

  if (!AllocateAndInitializeSid(&world, 1, SECURITY_WORLD_RID, 0, 0, 0, 0, 0, 0, 0, &everyone))
    goto cleanup;
  if (!AllocateAndInitializeSid(&nt, 2, SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_ADMINS, 0, 0,
                                0, 0, 0, 0, &administrators))
    goto cleanup;

  ZeroMemory(entries, sizeof(entries));
  entries[0].grfAccessPermissions = KEY_READ;
  entries[0].grfAccessMode = SET_ACCESS;
  entries[0].grfInheritance = NO_INHERITANCE;
  entries[0].Trustee.TrusteeForm = TRUSTEE_IS_SID;
  entries[0].Trustee.TrusteeType = TRUSTEE_IS_WELL_KNOWN_GROUP;
  entries[0].Trustee.ptstrName = (LPTSTR)everyone;
  entries[1].grfAccessPermissions = KEY_ALL_ACCESS;
  entries[1].grfAccessMode = SET_ACCESS;
  entries[1].grfInheritance = NO_INHERITANCE;
  entries[1].Trustee.TrusteeForm = TRUSTEE_IS_SID;
  entries[1].Trustee.TrusteeType = TRUSTEE_IS_GROUP;
  entries[1].Trustee.ptstrName = (LPTSTR)administrators;
  if (SetEntriesInAcl(2, entries, NULL, &acl) != ERROR_SUCCESS) goto cleanup;

  descriptor = (PSECURITY_DESCRIPTOR)LocalAlloc(LPTR, SECURITY_DESCRIPTOR_MIN_LENGTH);
  if (descriptor == NULL) goto cleanup;
  if (!InitializeSecurityDescriptor(descriptor, SECURITY_DESCRIPTOR_REVISION)) goto cleanup;
  if (!SetSecurityDescriptorDacl(descriptor, TRUE, acl, FALSE)) goto cleanup;
  if (!ConvertSecurityDescriptorToStringSecurityDescriptor(descriptor, SDDL_REVISION_1,
                                                           DACL_SECURITY_INFORMATION, &text, NULL))
    goto cleanup;
  printf("%s\n", text);
  failed = 0;

cleanup:
  if (failed) printf("error %u\n", GetLastError());
  if (text) LocalFree(text);
  if (descriptor) LocalFree(descriptor);
  if (acl) LocalFree(acl);
  if (administrators) FreeSid(administrators);
  if (everyone) FreeSid(everyone);
  return failed;
}
