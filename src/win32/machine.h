// The SIDs that relative aliases of SDDL (LA, DA, ...) stand for on this machine: none. A Linux
// machine has no account domain, so such an alias is refused rather than taken for somebody.
#pragma once

#include "security/sid.h"

namespace wfp::win32 {

inline security::SidContext machine_context() { return {}; }

}  // namespace wfp::win32
