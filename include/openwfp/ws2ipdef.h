/*
 * ws2ipdef.h: see ws2def.h.
 */
#ifndef OPENWFP_WS2IPDEF_H
#define OPENWFP_WS2IPDEF_H

#include "ws2def.h"

#endif
