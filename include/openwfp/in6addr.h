/*
 * in6addr.h: IPv6 addresses.
 */
#ifndef OPENWFP_IN6ADDR_H
#define OPENWFP_IN6ADDR_H

#include "ws2def.h"

#endif
