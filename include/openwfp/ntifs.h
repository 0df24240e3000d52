/*
 * ntifs.h: see wdm.h.
 */
#ifndef OPENWFP_NTIFS_H
#define OPENWFP_NTIFS_H

#include "ntddk.h"

#endif
