/*
 * ntsecapi.h: NTSTATUS codes of the security subsystem as Win32 codes.
 */
#ifndef OPENWFP_NTSECAPI_H
#define OPENWFP_NTSECAPI_H

#include "ntdef.h"
#include "windows.h"

#include "gen/ntsecapi_user.h"

#endif
