// Many changes of the policy in one call.
#pragma once

#include <span>

#include "api/client/engine.h"
#include "api/convert/room.h"
#include "api/windows.h"

namespace wfp::api {

// An array of OPENWFP_ADDED0, one for each edit. `failed`: the first edit that could not be done,
// if it was one of them.
Call<OwnedMemory> apply_edits(const Engine& engine, std::span<const OPENWFP_EDIT0> edits,
                              UINT32& failed);

}  // namespace wfp::api
