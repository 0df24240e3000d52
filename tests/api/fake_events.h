// The net events, decisions and records that a fake engine answers with.
#pragma once

#include "ipc/capnp.h"

namespace wfp::test {

// A dropped IPv4 connect, an allowed IPv6 one, and another drop.
inline constexpr unsigned kFakeEvents = 3;
void write_events(capnp::List<ipc::wire::NetEvent>::Builder events);

void write_decision(ipc::wire::Decision::Builder decision);
void write_record(ipc::wire::AuditRecord::Builder record);

}  // namespace wfp::test
