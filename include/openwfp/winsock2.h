/*
 * winsock2.h: the platform's own sockets. Winsock's own functions (WSAStartup and so on) are not
 * there.
 */
#ifndef OPENWFP_WINSOCK2_H
#define OPENWFP_WINSOCK2_H

#include "ws2def.h"
/* after the names of its own addresses */
#include <arpa/inet.h>
#include <netdb.h>
#include <unistd.h>

#endif
