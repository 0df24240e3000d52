/*
 * minwinbase.h: structures that several headers share.
 */
#ifndef OPENWFP_MINWINBASE_H
#define OPENWFP_MINWINBASE_H

#include "minwindef.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _SECURITY_ATTRIBUTES {
  DWORD nLength;
  LPVOID lpSecurityDescriptor;
  BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

#ifdef __cplusplus
}
#endif

#endif
