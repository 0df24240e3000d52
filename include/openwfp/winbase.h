/*
 * winbase.h: memory, the last error and handles.
 */
#ifndef OPENWFP_WINBASE_H
#define OPENWFP_WINBASE_H

#include "errhandlingapi.h"
#include "handleapi.h"
#include "heapapi.h"
#include "minwindef.h"
#include "processthreadsapi.h"
#include "securitybaseapi.h"

#ifdef __cplusplus
extern "C" {
#endif

#define INFINITE 0xFFFFFFFF
#define WAIT_OBJECT_0 0
#define WAIT_FAILED 0xFFFFFFFF

#define ZeroMemory RtlZeroMemory
#define CopyMemory RtlCopyMemory
#define MoveMemory RtlMoveMemory
#define FillMemory RtlFillMemory

typedef struct _SECURITY_ATTRIBUTES {
  DWORD nLength;
  LPVOID lpSecurityDescriptor;
  BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

#ifdef __cplusplus
}
#endif

#endif
