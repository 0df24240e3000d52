/*
 * ntdef.h: see winnt.h; and what kernel-flavour sources add to it.
 */
#ifndef OPENWFP_NTDEF_H
#define OPENWFP_NTDEF_H

#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

#define NT_SUCCESS(status) (((NTSTATUS)(status)) >= 0)
#define NT_INFORMATION(status) ((((ULONG)(status)) >> 30) == 1)
#define NT_WARNING(status) ((((ULONG)(status)) >> 30) == 2)
#define NT_ERROR(status) ((((ULONG)(status)) >> 30) == 3)

typedef struct _UNICODE_STRING {
  USHORT Length;        /* bytes, without a terminating NUL */
  USHORT MaximumLength; /* bytes */
  PWSTR Buffer;
} UNICODE_STRING, *PUNICODE_STRING;
typedef const UNICODE_STRING* PCUNICODE_STRING;

typedef UCHAR KIRQL, *PKIRQL;
#define PASSIVE_LEVEL 0
#define APC_LEVEL 1
#define DISPATCH_LEVEL 2
#ifndef NOTHING
#define NOTHING
#endif

#ifdef __cplusplus
}
#endif

#endif
