/*
 * winbase.h: memory, the last error, handles and the names of accounts and privileges.
 */
#ifndef OPENWFP_WINBASE_H
#define OPENWFP_WINBASE_H

#include "errhandlingapi.h"
#include "handleapi.h"
#include "heapapi.h"
#include "minwinbase.h"
#include "minwindef.h"
#include "processthreadsapi.h"
#include "securitybaseapi.h"

#include "gen/winbase_user.h"

#ifdef __cplusplus
extern "C" {
#endif

#define INFINITE 0xFFFFFFFF
#define WAIT_OBJECT_0 0
#define WAIT_FAILED 0xFFFFFFFF

#define LMEM_FIXED 0x0000
#define LMEM_ZEROINIT 0x0040
#define LPTR (LMEM_FIXED | LMEM_ZEROINIT)

#define ZeroMemory RtlZeroMemory
#define CopyMemory RtlCopyMemory
#define MoveMemory RtlMoveMemory
#define FillMemory RtlFillMemory

#ifdef __cplusplus
}
#endif

#endif
