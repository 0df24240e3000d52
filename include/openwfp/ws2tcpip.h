/*
 * ws2tcpip.h: see ws2def.h.
 */
#ifndef OPENWFP_WS2TCPIP_H
#define OPENWFP_WS2TCPIP_H

#include <arpa/inet.h>
#include <netdb.h>

#include "ws2ipdef.h"

#include "gen/ws2tcpip_user.h"

#endif
