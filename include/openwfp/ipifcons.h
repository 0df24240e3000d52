/*
 * ipifcons.h: the types of network interfaces, as IANA numbers them.
 */
#ifndef OPENWFP_IPIFCONS_H
#define OPENWFP_IPIFCONS_H

#include "gen/ipifcons.h"

#endif
