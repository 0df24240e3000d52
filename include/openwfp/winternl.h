/*
 * winternl.h: see ntdef.h.
 */
#ifndef OPENWFP_WINTERNL_H
#define OPENWFP_WINTERNL_H

#include "ntdef.h"
#include "windows.h"

#endif
