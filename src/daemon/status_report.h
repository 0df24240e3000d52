// What `wfp status` shows: the daemon, its limits and what it cannot see.
#pragma once

#include "daemon/caller.h"
#include "daemon/services.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

// `counts`: the caller may know how many endpoints and sessions there are; a pass was made for it.
void write_status(ipc::wire::StatusReport::Builder report, const Services& services,
                  const Caller& caller, bool counts);

}  // namespace wfp::daemon
