/*
 * rpcndr.h: see rpc.h.
 */
#ifndef OPENWFP_RPCNDR_H
#define OPENWFP_RPCNDR_H

#include "rpc.h"

#endif
