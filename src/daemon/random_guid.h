// New GUIDs of version 4: random.
#pragma once

#include "base/guid.h"

namespace wfp::daemon {

// Zero if there are no random numbers: then there is no key to be had.
Guid random_guid();

}  // namespace wfp::daemon
