/*
 * token_handle.h: how libfwpuclnt and libfwpkclnt make the token handles that libfwpwin32 keeps.
 * Plain C, so that nothing but this crosses the border between the libraries. Internal to OpenWFP:
 * no program calls it.
 */
#pragma once

#include <windows.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a token handle shall answer. Everything is copied. */
typedef struct OPENWFP_TOKEN_ {
  SID_AND_ATTRIBUTES user; /* attributes: 0, or SE_GROUP_USE_FOR_DENY_ONLY */
  DWORD groupCount;
  const SID_AND_ATTRIBUTES* groups; /* SE_GROUP_* */
  DWORD privilegeCount;
  const LUID_AND_ATTRIBUTES* privileges; /* SE_PRIVILEGE_* */
  PSID owner;                            /* NULL: the user */
  PSID primaryGroup;                     /* NULL: unknown; TokenPrimaryGroup is then refused */
  PSID integrityLabel;                   /* NULL: medium */
  TOKEN_STATISTICS statistics;           /* the counts of groups and privileges are filled in */
} OPENWFP_TOKEN;

/* Opens a handle to a token. desiredAccess is a mask of TOKEN_* and standard rights, generic ones
 * and MAXIMUM_ALLOWED included; a token is a snapshot of credentials, so it grants reading,
 * duplicating and impersonating, and ERROR_ACCESS_DENIED answers what would change it or start a
 * process with it. Win32 codes. *handle is NULL on failure. */
DWORD openwfp_token_handle_create(const OPENWFP_TOKEN* token, DWORD desiredAccess, HANDLE* handle);

#ifdef __cplusplus
}
#endif
