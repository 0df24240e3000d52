// FWP_VALUE0 and FWP_CONDITION_VALUE0 <-> the protocol. Whether a value makes sense where it stands
// is the engine's to say; what is settled here is only what lies behind its pointer.
#pragma once

#include "api/convert/room.h"
#include "api/windows.h"
#include "fwpmtypes.h"
#include "ipc/capnp.h"

namespace wfp::api {

// A pointer that is NULL travels as such. Status::fwp_invalid_parameter: a string is no text.
Call<void> write_value(const FWP_VALUE0& from, ipc::wire::ConditionValue::Builder wire);
Call<void> write_value(const FWP_CONDITION_VALUE0& from, ipc::wire::ConditionValue::Builder wire);
Call<void> write_conditions(const FWPM_FILTER_CONDITION0* conditions, UINT32 count,
                            capnp::List<ipc::wire::Condition>::Builder wire);

Call<void> read_value(ipc::wire::ConditionValue::Reader wire, FWP_VALUE0& to, Room& room);
Call<void> read_value(ipc::wire::ConditionValue::Reader wire, FWP_CONDITION_VALUE0& to, Room& room);
Call<FWPM_FILTER_CONDITION0*> read_conditions(capnp::List<ipc::wire::Condition>::Reader wire,
                                              Room& room);

}  // namespace wfp::api
