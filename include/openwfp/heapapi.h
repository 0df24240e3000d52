/*
 * heapapi.h: memory.
 */
#ifndef OPENWFP_HEAPAPI_H
#define OPENWFP_HEAPAPI_H

#include "minwindef.h"

#endif
