// What enumerations and subscriptions select by <-> the protocol. A NULL template selects
// everything of the kind.
#pragma once

#include "api/convert/room.h"
#include "api/windows.h"
#include "fwpmtypes.h"
#include "ipc/capnp.h"

namespace wfp::api {

using SelectionWire = ipc::wire::PolicyTemplate;

Call<void> write_selection(const FWPM_PROVIDER_ENUM_TEMPLATE0* from, SelectionWire::Builder wire);
Call<void> write_selection(const FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0* from,
                           SelectionWire::Builder wire);
Call<void> write_selection(const FWPM_SUBLAYER_ENUM_TEMPLATE0* from, SelectionWire::Builder wire);
Call<void> write_selection(const FWPM_LAYER_ENUM_TEMPLATE0* from, SelectionWire::Builder wire);
Call<void> write_selection(const FWPM_CALLOUT_ENUM_TEMPLATE0* from, SelectionWire::Builder wire);
Call<void> write_selection(const FWPM_FILTER_ENUM_TEMPLATE0* from, SelectionWire::Builder wire);

// Null where there was none.
Call<void> read_selection(SelectionWire::Reader wire, FWPM_PROVIDER_ENUM_TEMPLATE0*& to,
                          Room& room);
Call<void> read_selection(SelectionWire::Reader wire, FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0*& to,
                          Room& room);
Call<void> read_selection(SelectionWire::Reader wire, FWPM_SUBLAYER_ENUM_TEMPLATE0*& to,
                          Room& room);
Call<void> read_selection(SelectionWire::Reader wire, FWPM_CALLOUT_ENUM_TEMPLATE0*& to, Room& room);
Call<void> read_selection(SelectionWire::Reader wire, FWPM_FILTER_ENUM_TEMPLATE0*& to, Room& room);

}  // namespace wfp::api
