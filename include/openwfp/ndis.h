/*
 * ndis.h: the few names of the network driver interface that fwpsk.h speaks of.
 */
#ifndef OPENWFP_NDIS_H
#define OPENWFP_NDIS_H

#include "wdm.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _NET_BUFFER_LIST NET_BUFFER_LIST, *PNET_BUFFER_LIST;
typedef struct _NET_BUFFER NET_BUFFER, *PNET_BUFFER;
typedef UINT32 NDIS_SWITCH_PORT_ID, *PNDIS_SWITCH_PORT_ID;
typedef USHORT NDIS_SWITCH_NIC_INDEX, *PNDIS_SWITCH_NIC_INDEX;

#ifdef __cplusplus
}
#endif

#endif
