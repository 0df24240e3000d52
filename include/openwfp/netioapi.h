/*
 * netioapi.h: see ifdef.h; its functions are not there.
 */
#ifndef OPENWFP_NETIOAPI_H
#define OPENWFP_NETIOAPI_H

#include "ifdef.h"
#include "ws2ipdef.h"

#endif
