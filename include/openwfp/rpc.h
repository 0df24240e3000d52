/*
 * rpc.h: the part of RPC that FwpmEngineOpen0 speaks of.
 */
#ifndef OPENWFP_RPC_H
#define OPENWFP_RPC_H

#include "rpcdce.h"
#include "windows.h"

#endif
