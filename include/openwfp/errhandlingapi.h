/*
 * errhandlingapi.h: the last error of a thread.
 */
#ifndef OPENWFP_ERRHANDLINGAPI_H
#define OPENWFP_ERRHANDLINGAPI_H

#include "minwindef.h"

#include "gen/errhandlingapi_user.h"

#endif
