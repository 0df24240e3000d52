/*
 * objbase.h: GUIDs and Windows' types. COM's functions are not there.
 */
#ifndef OPENWFP_OBJBASE_H
#define OPENWFP_OBJBASE_H

#include "guiddef.h"
#include "windows.h"

#endif
