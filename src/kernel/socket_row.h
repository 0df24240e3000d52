// A socket record in the terms of the endpoint table.
#pragma once

#include "bpf/wire/endpoint_records.h"
#include "endpoint/endpoint.h"

namespace wfp::kernel {

// All of the row that the record itself says: addresses (a v4-mapped pair becomes V4), ports,
// protocol, state, direction. A RAW socket's number is its protocol and no port; one without
// connection has no remote end.
endpoint::Endpoint row_of(const wfp_socket_record& record);

}  // namespace wfp::kernel
