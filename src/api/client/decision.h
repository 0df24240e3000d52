// What the engine would decide, and how often filters decided.
#pragma once

#include <span>

#include "api/client/engine.h"
#include "api/convert/room.h"
#include "api/windows.h"

namespace wfp::api {

// An OPENWFP_DECISION0.
Call<OwnedMemory> classify(const Engine& engine, const OPENWFP_CLASSIFY_REQUEST0& request);

// An array of OPENWFP_FILTER_HITS0, one for each id.
Call<OwnedMemory> filter_hits(const Engine& engine, std::span<const UINT64> ids);

}  // namespace wfp::api
