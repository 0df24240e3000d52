/*
 * processthreadsapi.h: this process, its threads and their tokens.
 */
#ifndef OPENWFP_PROCESSTHREADSAPI_H
#define OPENWFP_PROCESSTHREADSAPI_H

#include "minwindef.h"

#include "gen/processthreadsapi_user.h"

#endif
