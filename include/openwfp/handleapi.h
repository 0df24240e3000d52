/*
 * handleapi.h: what can be done with any handle.
 */
#ifndef OPENWFP_HANDLEAPI_H
#define OPENWFP_HANDLEAPI_H

#include "minwindef.h"

#include "gen/handleapi_user.h"

#endif
