/*
 * winternl.h: see ntdef.h; NTSTATUS codes as Win32 codes.
 */
#ifndef OPENWFP_WINTERNL_H
#define OPENWFP_WINTERNL_H

#include "ntdef.h"
#include "windows.h"

#include "gen/winternl_user.h"

#endif
