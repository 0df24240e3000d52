/*
 * securitybaseapi.h: SIDs, ACLs, security descriptors, tokens and access checks.
 */
#ifndef OPENWFP_SECURITYBASEAPI_H
#define OPENWFP_SECURITYBASEAPI_H

#include "minwinbase.h"
#include "minwindef.h"

#include "gen/securitybaseapi_user.h"

#endif
