/*
 * windows.h: the part of the Windows API that programs for the Windows Filtering Platform need.
 * What is not declared is not there: its use does not compile.
 */
#ifndef OPENWFP_WINDOWS_H
#define OPENWFP_WINDOWS_H

#ifndef _WINDOWS_
#define _WINDOWS_
#endif

#include "sdkddkver.h"
#include "winbase.h"
#include "windef.h"
#include "winerror.h"
#include "winnt.h"

#endif
