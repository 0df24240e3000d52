/*
 * ntddk.h: see wdm.h.
 */
#ifndef OPENWFP_NTDDK_H
#define OPENWFP_NTDDK_H

#include "wdm.h"

#endif
