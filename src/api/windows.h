// Windows' types as this folder includes them: after Cap'n Proto, whose names Windows' macros would
// change.
#pragma once

#include "ipc/capnp.h"

// Keep below.
#include "openwfp.h"
