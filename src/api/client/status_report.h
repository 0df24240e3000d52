// What the engine says of itself.
#pragma once

#include "api/client/engine.h"
#include "api/convert/block.h"

namespace wfp::api {

// An OPENWFP_STATUS0.
Call<OwnedMemory> get_status(const Engine& engine);

}  // namespace wfp::api
