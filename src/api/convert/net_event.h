// Net events <-> the protocol: FWPM_NET_EVENT0 to 5, and what selects them.
#pragma once

#include "api/convert/room.h"
#include "api/windows.h"
#include "fwpmtypes.h"
#include "ipc/capnp.h"

namespace wfp::api {

using NetEventWire = ipc::wire::NetEvent::Reader;

// Whether FWPM_NET_EVENT<version> has a member for events of this type: 0 and 1 know no allows.
bool can_tell(int version, NetEventWire wire);

void read_event(NetEventWire wire, FWPM_NET_EVENT0& to, Room& room);
void read_event(NetEventWire wire, FWPM_NET_EVENT1& to, Room& room);
void read_event(NetEventWire wire, FWPM_NET_EVENT2& to, Room& room);
void read_event(NetEventWire wire, FWPM_NET_EVENT3& to, Room& room);
void read_event(NetEventWire wire, FWPM_NET_EVENT4& to, Room& room);
void read_event(NetEventWire wire, FWPM_NET_EVENT5& to, Room& room);

// NULL selects everything.
Call<void> write_wanted(const FWPM_NET_EVENT_ENUM_TEMPLATE0* from,
                        ipc::wire::NetEventTemplate::Builder wire);
Call<FWPM_NET_EVENT_ENUM_TEMPLATE0*> read_wanted(ipc::wire::NetEventTemplate::Reader wire,
                                                 Room& room);

}  // namespace wfp::api
