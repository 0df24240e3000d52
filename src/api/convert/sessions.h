// Sessions -> FWPM_SESSION0, one allocation.
#pragma once

#include <span>

#include "api/client/session_enum.h"
#include "api/convert/block.h"

namespace wfp::api {

// An array of pointers to FWPM_SESSION0; null for none. Looks user names up (NSS), so it may wait
// for a directory.
Call<OwnedMemory> convert_sessions(std::span<const SessionInfo> sessions);

}  // namespace wfp::api
