/*
 * fwpmu.h: the management API as user-mode programs see it: functions return DWORD. A source sees
 * either this header or fwpmk.h, never both: the first one included holds, as on Windows.
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
#include "rpc.h"

#include "gen/fwpm_callbacks.h"
#include "gen/fwpm_constants.h"
#include "gen/fwpm_user.h"

#endif
#endif
