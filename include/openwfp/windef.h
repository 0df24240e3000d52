/* windef.h: see minwindef.h. */
#ifndef OPENWFP_WINDEF_H
#define OPENWFP_WINDEF_H

#include "minwindef.h"

#endif
