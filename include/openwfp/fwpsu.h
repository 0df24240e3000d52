/*
 * fwpsu.h: the run-time API as user-mode programs see it: functions return DWORD. A source sees
 * either this header or fwpsk.h, never both: the first one included holds, as on Windows.
 */
#ifndef FWPSX_H
#define FWPSX_H

#include "fwpstypes.h"
#include "fwpvi.h"
#include "netioapi.h"
#include "ws2def.h"
#include "ws2ipdef.h"

#include "gen/fwps_fields.h"
#include "gen/fwps_user.h"

#endif
