/*
 * fwpsk.h: the run-time API as drivers see it: functions return NTSTATUS. A source sees either
 * this header or fwpsu.h, never both: the first one included holds, as on Windows.
 */
#ifndef FWPSX_H
#define FWPSX_H

#ifndef _KRPCENV_
#define _KRPCENV_
#endif

#include "fwpstypes.h"
#include "fwpvi.h"
#include "ndis.h"
#include "netioapi.h"
#include "ntdef.h"
#include "ntstatus.h"
#include "ws2def.h"
#include "ws2ipdef.h"

/* The kernel flavour's functions have the same names and another return type. Each is bound to a
 * symbol of its own, so that both libraries can live in one process. */
#ifndef OPENWFP_LABEL
#define OPENWFP_LABEL(symbol) __asm__(#symbol)
#endif

#include "gen/fwps_callouts.h"
#include "gen/fwps_fields.h"
#include "gen/fwps_kernel.h"

#endif
