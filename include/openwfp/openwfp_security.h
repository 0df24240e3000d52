/*
 * openwfp_security.h: what OpenWFP adds to Windows' security functions. Exported by
 * libfwpwin32.so.0, decided in the calling process: no daemon is asked. Functions return Win32
 * codes; what they hand out is freed with LocalFree, one call a pointer. Out pointers of a call
 * that fails are NULL where not said otherwise.
 */
#ifndef OPENWFP_SECURITY_H
#define OPENWFP_SECURITY_H

#include "openwfp.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ConvertStringSecurityDescriptorToSecurityDescriptorA that tells where a text is wrong. On failure
 * *errorAt is the offset of the byte at which reading stopped and *expected says what should stand
 * there; both may be NULL. */
DWORD WINAPI OpenWfpParseSddl0(const char* sddl, PSECURITY_DESCRIPTOR* descriptor, UINT32* errorAt,
                               char** expected);

/* What a token may do with an object that this descriptor guards, and why, with the generic mapping
 * of the filter engine. principal->user must not be NULL: uid and gids are not looked at. A refusal
 * is an answer, not an error. ERROR_INVALID_SECURITY_DESCR for a descriptor that is not valid. */
DWORD WINAPI OpenWfpAccessCheck0(PSECURITY_DESCRIPTOR descriptor,
                                 const OPENWFP_PRINCIPAL0* principal, DWORD desiredAccess,
                                 OPENWFP_ACCESS0** access);

#ifdef __cplusplus
}
#endif

#endif /* OPENWFP_SECURITY_H */
