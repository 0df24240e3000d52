/*
 * iphlpapi.h: of IP Helper only what netioapi.h has.
 */
#ifndef OPENWFP_IPHLPAPI_H
#define OPENWFP_IPHLPAPI_H

#include "ipifcons.h"
#include "netioapi.h"

#endif
