/* initguid.h: from here on DEFINE_GUID defines. Include it in one source or in many, before or
 * after the others. */
#ifndef INITGUID
#define INITGUID
#endif
#include "guiddef.h"
