// What somebody may do with an object, and why: the questions of OpenWfpAccessQuery0.
#pragma once

#include "api/client/engine.h"
#include "api/convert/block.h"
#include "api/windows.h"

namespace wfp::api {

// `principal` null: the caller. The result is an OPENWFP_ACCESS0.
Call<OwnedMemory> query_access(const Engine& engine, const Object& object,
                               const OPENWFP_PRINCIPAL0* principal, DWORD desired);

}  // namespace wfp::api
