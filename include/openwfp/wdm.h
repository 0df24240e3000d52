/*
 * wdm.h: what kernel-flavour sources use of the kernel's own headers. OpenWFP runs them in a
 * process.
 */
#ifndef OPENWFP_WDM_H
#define OPENWFP_WDM_H

#include "ntdef.h"
#include "ntstatus.h"
#include "windows.h"

#include "gen/wdm_user.h"

#ifdef __cplusplus
extern "C" {
#endif

#define PAGED_CODE() ((void)0)

#ifdef __cplusplus
}
#endif

#endif
