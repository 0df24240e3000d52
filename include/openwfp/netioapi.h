/*
 * netioapi.h: an interface by its LUID, index and name, and what IP does on it. An interface's name
 * and its alias are one: its Linux name. Linux' interfaces have no metric: UseAutomaticMetric is
 * TRUE, Metric 0, and SetIpInterfaceEntry, which changes nothing here, answers
 * ERROR_NOT_SUPPORTED to a row that asks for something else than what is.
 */
#ifndef OPENWFP_NETIOAPI_H
#define OPENWFP_NETIOAPI_H

#include "ifdef.h"
#include "ws2ipdef.h"
/* stands on these */
#include "gen/netioapi.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef DWORD NETIO_STATUS;
#define NETIOAPI_API_ WINAPI
#define NETIOAPI_API NETIO_STATUS NETIOAPI_API_

typedef struct _NL_INTERFACE_OFFLOAD_ROD {
  __extension__ BOOLEAN NlChecksumSupported : 1;
  __extension__ BOOLEAN NlOptionsSupported : 1;
  __extension__ BOOLEAN TlDatagramChecksumSupported : 1;
  __extension__ BOOLEAN TlStreamChecksumSupported : 1;
  __extension__ BOOLEAN TlStreamOptionsSupported : 1;
  __extension__ BOOLEAN FastPathCompatible : 1;
  __extension__ BOOLEAN TlLargeSendOffloadSupported : 1;
  __extension__ BOOLEAN TlGiantSendOffloadSupported : 1;
} NL_INTERFACE_OFFLOAD_ROD, *PNL_INTERFACE_OFFLOAD_ROD;

/* What one IP version does on one interface; times in milliseconds. */
typedef struct _MIB_IPINTERFACE_ROW {
  ADDRESS_FAMILY Family;      /* AF_INET or AF_INET6 */
  NET_LUID InterfaceLuid;     /* this, if it is not 0, ... */
  NET_IFINDEX InterfaceIndex; /* ... else this says which interface */
  ULONG MaxReassemblySize;
  ULONG64 InterfaceIdentifier;
  ULONG MinRouterAdvertisementInterval;
  ULONG MaxRouterAdvertisementInterval;
  BOOLEAN AdvertisingEnabled;
  BOOLEAN ForwardingEnabled;
  BOOLEAN WeakHostSend;
  BOOLEAN WeakHostReceive;
  BOOLEAN UseAutomaticMetric;
  BOOLEAN UseNeighborUnreachabilityDetection;
  BOOLEAN ManagedAddressConfigurationSupported;
  BOOLEAN OtherStatefulConfigurationSupported;
  BOOLEAN AdvertiseDefaultRoute;
  NL_ROUTER_DISCOVERY_BEHAVIOR RouterDiscoveryBehavior;
  ULONG DadTransmits;
  ULONG BaseReachableTime;
  ULONG RetransmitTime;
  ULONG PathMtuDiscoveryTimeout;
  NL_LINK_LOCAL_ADDRESS_BEHAVIOR LinkLocalAddressBehavior;
  ULONG LinkLocalAddressTimeout;
  ULONG ZoneIndices[ScopeLevelCount];
  ULONG SitePrefixLength;
  ULONG Metric;
  ULONG NlMtu;
  BOOLEAN Connected;
  BOOLEAN SupportsWakeUpPatterns;
  BOOLEAN SupportsNeighborDiscovery;
  BOOLEAN SupportsRouterDiscovery;
  ULONG ReachableTime;
  NL_INTERFACE_OFFLOAD_ROD TransmitOffload;
  NL_INTERFACE_OFFLOAD_ROD ReceiveOffload;
  BOOLEAN DisableDefaultRoutes;
} MIB_IPINTERFACE_ROW, *PMIB_IPINTERFACE_ROW;

#ifdef __cplusplus
}
#endif

#include "gen/netioapi_user.h"

#endif
