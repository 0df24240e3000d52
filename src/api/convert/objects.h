// The objects of the policy <-> the protocol: FWPM_PROVIDER0, FWPM_PROVIDER_CONTEXT0 to 3,
// FWPM_SUBLAYER0, FWPM_LAYER0, FWPM_CALLOUT0, FWPM_FILTER0.
#pragma once

#include "api/convert/room.h"
#include "api/windows.h"
#include "fwpmtypes.h"
#include "ipc/capnp.h"

namespace wfp::api {

using PolicyWire = ipc::wire::PolicyObject;

// Status::fwp_null_pointer: a count without its array. Everything else is the engine's to judge.
Call<void> write_object(const FWPM_PROVIDER0& from, PolicyWire::Builder wire);
Call<void> write_object(const FWPM_PROVIDER_CONTEXT0& from, PolicyWire::Builder wire);
Call<void> write_object(const FWPM_PROVIDER_CONTEXT1& from, PolicyWire::Builder wire);
Call<void> write_object(const FWPM_PROVIDER_CONTEXT2& from, PolicyWire::Builder wire);
Call<void> write_object(const FWPM_PROVIDER_CONTEXT3& from, PolicyWire::Builder wire);
Call<void> write_object(const FWPM_SUBLAYER0& from, PolicyWire::Builder wire);
Call<void> write_object(const FWPM_CALLOUT0& from, PolicyWire::Builder wire);
Call<void> write_object(const FWPM_FILTER0& from, PolicyWire::Builder wire);

Call<void> read_object(PolicyWire::Reader wire, FWPM_PROVIDER0& to, Room& room);
Call<void> read_object(PolicyWire::Reader wire, FWPM_PROVIDER_CONTEXT0& to, Room& room);
Call<void> read_object(PolicyWire::Reader wire, FWPM_PROVIDER_CONTEXT1& to, Room& room);
Call<void> read_object(PolicyWire::Reader wire, FWPM_PROVIDER_CONTEXT2& to, Room& room);
Call<void> read_object(PolicyWire::Reader wire, FWPM_PROVIDER_CONTEXT3& to, Room& room);
Call<void> read_object(PolicyWire::Reader wire, FWPM_SUBLAYER0& to, Room& room);
Call<void> read_object(PolicyWire::Reader wire, FWPM_LAYER0& to, Room& room);
Call<void> read_object(PolicyWire::Reader wire, FWPM_CALLOUT0& to, Room& room);
Call<void> read_object(PolicyWire::Reader wire, FWPM_FILTER0& to, Room& room);

}  // namespace wfp::api
