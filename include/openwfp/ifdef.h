/*
 * ifdef.h: what names a network interface.
 */
#ifndef OPENWFP_IFDEF_H
#define OPENWFP_IFDEF_H

#include "windows.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef ULONG NET_IFINDEX, *PNET_IFINDEX;
typedef NET_IFINDEX IF_INDEX, *PIF_INDEX;
typedef USHORT NET_IFTYPE, *PNET_IFTYPE;

typedef union _NET_LUID_LH {
  ULONG64 Value;
  struct {
    __extension__ ULONG64 Reserved : 24;
    __extension__ ULONG64 NetLuidIndex : 24;
    __extension__ ULONG64 IfType : 16;
  } Info;
} NET_LUID_LH, *PNET_LUID_LH;
typedef NET_LUID_LH NET_LUID, *PNET_LUID;
typedef NET_LUID IF_LUID, *PIF_LUID;

#ifdef __cplusplus
}
#endif

#endif
