/*
 * ipifcons.h: types of network interfaces, in a LUID.
 */
#ifndef OPENWFP_IPIFCONS_H
#define OPENWFP_IPIFCONS_H

#define IF_TYPE_OTHER 1
#define IF_TYPE_ETHERNET_CSMACD 6
#define IF_TYPE_PPP 23
#define IF_TYPE_SOFTWARE_LOOPBACK 24
#define IF_TYPE_PROP_VIRTUAL 53
#define IF_TYPE_IEEE80211 71
#define IF_TYPE_TUNNEL 131

#endif
