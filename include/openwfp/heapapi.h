/*
 * heapapi.h: memory of the process heap, which is malloc's.
 */
#ifndef OPENWFP_HEAPAPI_H
#define OPENWFP_HEAPAPI_H

#include "minwindef.h"

#include "gen/heapapi_user.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HEAP_NO_SERIALIZE 0x00000001
#define HEAP_GENERATE_EXCEPTIONS 0x00000004
#define HEAP_ZERO_MEMORY 0x00000008

#ifdef __cplusplus
}
#endif

#endif
