/*
 * aclapi.h: ACLs and security descriptors from lists of trustees.
 */
#ifndef OPENWFP_ACLAPI_H
#define OPENWFP_ACLAPI_H

#include "accctrl.h"
#include "windows.h"

#include "gen/aclapi_user.h"

#endif
