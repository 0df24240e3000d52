/*
 * ws2tcpip.h: addresses in text; see ws2def.h. The narrow forms are inet_pton and inet_ntop.
 */
#ifndef OPENWFP_WS2TCPIP_H
#define OPENWFP_WS2TCPIP_H

#include "ws2ipdef.h"
/* after the names of its own addresses */
#include <arpa/inet.h>
#include <netdb.h>

#include "gen/ws2tcpip_user.h"

#endif
