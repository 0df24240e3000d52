/* specstrings.h: see sal.h. */
#ifndef OPENWFP_SPECSTRINGS_H
#define OPENWFP_SPECSTRINGS_H

#include "sal.h"

#endif
