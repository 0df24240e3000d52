/* layout.c: the layouts as C sees them. */
#include <aclapi.h>
#include <fwpmu.h>
#include <fwpsu.h>
#include <iphlpapi.h>
#include <stddef.h>

#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), #type);
#define AT(type, member, offset) \
  _Static_assert(offsetof(type, member) == (offset), #type "." #member);
#include "layout.h"
