// The records of who changed what.
#pragma once

#include "api/client/policy.h"
#include "api/windows.h"

namespace wfp::api {

// An array of OPENWFP_AUDIT_RECORD0, the oldest first; `lost`: records that are not kept any more.
Call<PolicyEnum::Rows> audit_records(const Engine& engine, const OPENWFP_AUDIT_TEMPLATE0* wanted,
                                     UINT64& lost);

}  // namespace wfp::api
