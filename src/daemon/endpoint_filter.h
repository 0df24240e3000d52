// The enumeration template as it comes over the wire.
#pragma once

#include "base/result.h"
#include "endpoint/query.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

// The errors are Query::make's; invalid_parameter for a value the protocol cannot carry.
Result<endpoint::Query> read_filter(ipc::wire::EndpointFilter::Reader filter);

}  // namespace wfp::daemon
