/*
 * sddl.h: security descriptors and SIDs as text.
 */
#ifndef OPENWFP_SDDL_H
#define OPENWFP_SDDL_H

#include "windows.h"

#include "gen/sddl.h"
#include "gen/sddl_user.h"

#endif
