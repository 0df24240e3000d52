/*
 * fwpmk.h: the management API as drivers see it: functions return NTSTATUS. A source sees either
 * this header or fwpmu.h, never both: the first one included holds, as on Windows.
 */
#include "guiddef.h"
#include "sdkddkver.h"

/* Outside the guard, as on Windows: a second inclusion after initguid.h defines what the first
 * declared. */
#if defined(INITGUID) && !defined(OPENWFP_FWPM_GUIDS_DEFINED)
#define OPENWFP_FWPM_GUIDS_DEFINED
#define OPENWFP_FWPM_GUIDS_DECLARED
#include "gen/fwpm_guids.h"
#elif !defined(OPENWFP_FWPM_GUIDS_DECLARED)
#define OPENWFP_FWPM_GUIDS_DECLARED
#include "gen/fwpm_guids.h"
#endif

#ifndef GUID_DEFS_ONLY
#ifndef FWPMX_H
#define FWPMX_H

#include "fwpmtypes.h"
#include "fwpvi.h"
#include "ntdef.h"
#include "ntstatus.h"
#include "rpc.h"

/* The kernel flavour's functions have the same names and another return type. Each is bound to a
 * symbol of its own, so that both libraries can live in one process. */
#ifndef OPENWFP_LABEL
#define OPENWFP_LABEL(symbol) __asm__(#symbol)
#endif

#include "gen/fwpm_callbacks.h"
#include "gen/fwpm_constants.h"
#include "gen/fwpm_kernel.h"

#endif
#endif
