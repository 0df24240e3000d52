// FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 -> the protocol. Whether the values make sense is the engine's
// to say; what is settled here is only what lies behind their pointers.
#pragma once

#include "api/windows.h"
#include "ipc/capnp.h"

namespace wfp::api {

void write_template(const FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0& from,
                    ipc::wire::EndpointFilter::Builder wire);

}  // namespace wfp::api
