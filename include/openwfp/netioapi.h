/*
 * netioapi.h: names of network interfaces, and what is known of one. A LUID holds the interface's
 * type and its index, as on Windows; name and alias of an interface are one and the same here. Of
 * an interface's row Linux knows the members that GetIpInterfaceEntry sets; the rest is 0. There is
 * no interface metric on Linux: it reads as automatic, and SetIpInterfaceEntry answers
 * ERROR_NOT_SUPPORTED.
 */
#ifndef OPENWFP_NETIOAPI_H
#define OPENWFP_NETIOAPI_H

#include "ifdef.h"
#include "ws2ipdef.h"

#ifdef __cplusplus
extern "C" {
#endif

#define IF_NAMESIZE_W 256
#define NDIS_IF_MAX_STRING_SIZE 256

typedef enum _NL_ROUTER_DISCOVERY_BEHAVIOR OPENWFP_INT {
  RouterDiscoveryDisabled = 0,
  RouterDiscoveryEnabled = 1,
  RouterDiscoveryDhcp = 2,
  RouterDiscoveryUnchanged = -1
} NL_ROUTER_DISCOVERY_BEHAVIOR;

typedef enum _NL_LINK_LOCAL_ADDRESS_BEHAVIOR OPENWFP_INT {
  LinkLocalAlwaysOff = 0,
  LinkLocalDelayed = 1,
  LinkLocalAlwaysOn = 2,
  LinkLocalUnchanged = -1
} NL_LINK_LOCAL_ADDRESS_BEHAVIOR;

typedef enum { ScopeLevelCount = 16 } SCOPE_LEVEL;

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

typedef struct _MIB_IPINTERFACE_ROW {
  ADDRESS_FAMILY Family;
  NET_LUID InterfaceLuid;
  NET_IFINDEX InterfaceIndex;
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
