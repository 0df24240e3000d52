/*
 * ws2def.h: socket addresses. They are the platform's own, so that a program can use sockets beside
 * them; the names in capitals are Windows'.
 */
#ifndef OPENWFP_WS2DEF_H
#define OPENWFP_WS2DEF_H

/* The C library's struct in6_addr with the member names that Windows' has: u.Byte, u.Word. Only
   where nobody included <netinet/in.h> before; s6_addr is right either way. */
#ifndef _NETINET_IN_H
#define __in6_u u
#define __u6_addr8 Byte
#define __u6_addr16 Word
#endif

#include <netinet/in.h>
#include <sys/socket.h>

#include "windows.h"
/* stands on it */
#include "gen/ws2def.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef USHORT ADDRESS_FAMILY;
typedef struct sockaddr SOCKADDR, *PSOCKADDR, *LPSOCKADDR;
typedef struct sockaddr_in SOCKADDR_IN, *PSOCKADDR_IN;
typedef struct sockaddr_in6 SOCKADDR_IN6, *PSOCKADDR_IN6;
typedef struct sockaddr_storage SOCKADDR_STORAGE, *PSOCKADDR_STORAGE;
typedef struct in_addr IN_ADDR, *PIN_ADDR;
typedef struct in6_addr IN6_ADDR, *PIN6_ADDR;

typedef struct {
  ULONG Value; /* zone in the low 28 bits, level in the high 4 */
} SCOPE_ID, *PSCOPE_ID;

#ifdef __cplusplus
}
#endif

#endif
