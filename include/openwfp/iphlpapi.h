/*
 * iphlpapi.h: network interfaces and how they are named; see netioapi.h. The tables of IP Helper
 * (adapters, routes, connections) are not there: Linux' own are netlink's.
 */
#ifndef OPENWFP_IPHLPAPI_H
#define OPENWFP_IPHLPAPI_H

#include "ipifcons.h"
#include "netioapi.h"

#endif
