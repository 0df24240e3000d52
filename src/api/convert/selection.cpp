#include "api/convert/selection.h"

#include "api/convert/value.h"
#include "api/convert/wire.h"

namespace wfp::api {
namespace {

// Templates that hold a reserved number and nothing else.
template <class Template>
Call<void> write_reserved(const Template* from, SelectionWire::Builder wire) {
  wire.setIsNull(from == nullptr);
  if (from != nullptr && from->reserved != 0) return fail(Refusal(Status::fwp_reserved));
  return {};
}

void write_context(const FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0& from, SelectionWire::Builder wire) {
  wire.setHasContextType(true);
  wire.setContextType(number_of(from.providerContextType));
}

bool starts(SelectionWire::Builder wire, const void* from) {
  wire.setIsNull(from == nullptr);
  return from != nullptr;
}

}  // namespace

Call<void> write_selection(const FWPM_PROVIDER_ENUM_TEMPLATE0* from, SelectionWire::Builder wire) {
  return write_reserved(from, wire);
}

Call<void> write_selection(const FWPM_LAYER_ENUM_TEMPLATE0* from, SelectionWire::Builder wire) {
  return write_reserved(from, wire);
}

Call<void> write_selection(const FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0* from,
                           SelectionWire::Builder wire) {
  if (!starts(wire, from)) return {};
  if (from->providerKey != nullptr) wire.setProvider(data_of(*from->providerKey));
  write_context(*from, wire);
  return {};
}

Call<void> write_selection(const FWPM_SUBLAYER_ENUM_TEMPLATE0* from, SelectionWire::Builder wire) {
  if (!starts(wire, from)) return {};
  if (from->providerKey != nullptr) wire.setProvider(data_of(*from->providerKey));
  return {};
}

Call<void> write_selection(const FWPM_CALLOUT_ENUM_TEMPLATE0* from, SelectionWire::Builder wire) {
  if (!starts(wire, from)) return {};
  if (from->providerKey != nullptr) wire.setProvider(data_of(*from->providerKey));
  wire.setLayer(data_of(from->layerKey));
  return {};
}

Call<void> write_selection(const FWPM_FILTER_ENUM_TEMPLATE0* from, SelectionWire::Builder wire) {
  if (!starts(wire, from)) return {};
  if (from->numFilterConditions != 0 && from->filterCondition == nullptr)
    return fail(Refusal(Status::fwp_null_pointer));
  if (from->providerKey != nullptr) wire.setProvider(data_of(*from->providerKey));
  wire.setLayer(data_of(from->layerKey));
  wire.setContainment(number_of(from->enumType));
  wire.setFlags(from->flags);
  wire.setActionMask(from->actionMask);
  if (from->calloutKey != nullptr) wire.setCallout(data_of(*from->calloutKey));
  if (const auto* context = from->providerContextTemplate; context != nullptr) {
    wire.setHasContextTemplate(true);
    if (context->providerKey != nullptr) wire.setContextProvider(data_of(*context->providerKey));
    write_context(*context, wire);
  }
  return write_conditions(from->filterCondition, from->numFilterConditions,
                          wire.initConditions(from->numFilterConditions));
}

Call<void> read_selection(SelectionWire::Reader wire, FWPM_PROVIDER_ENUM_TEMPLATE0*& to,
                          Room& room) {
  to = wire.getIsNull() ? nullptr : room.place<FWPM_PROVIDER_ENUM_TEMPLATE0>();
  return {};
}

Call<void> read_selection(SelectionWire::Reader wire, FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0*& to,
                          Room& room) {
  if (wire.getIsNull()) return {};
  to = room.place<FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0>();
  to->providerKey = place_guid(wire.getProvider(), room);
  to->providerContextType = static_cast<FWPM_PROVIDER_CONTEXT_TYPE>(wire.getContextType());
  return {};
}

Call<void> read_selection(SelectionWire::Reader wire, FWPM_SUBLAYER_ENUM_TEMPLATE0*& to,
                          Room& room) {
  if (wire.getIsNull()) return {};
  to = room.place<FWPM_SUBLAYER_ENUM_TEMPLATE0>();
  to->providerKey = place_guid(wire.getProvider(), room);
  return {};
}

Call<void> read_selection(SelectionWire::Reader wire, FWPM_CALLOUT_ENUM_TEMPLATE0*& to,
                          Room& room) {
  if (wire.getIsNull()) return {};
  to = room.place<FWPM_CALLOUT_ENUM_TEMPLATE0>();
  to->providerKey = place_guid(wire.getProvider(), room);
  to->layerKey = guid_of(wire.getLayer());
  return {};
}

Call<void> read_selection(SelectionWire::Reader wire, FWPM_FILTER_ENUM_TEMPLATE0*& to, Room& room) {
  if (wire.getIsNull()) return {};
  to = room.place<FWPM_FILTER_ENUM_TEMPLATE0>();
  to->providerKey = place_guid(wire.getProvider(), room);
  to->layerKey = guid_of(wire.getLayer());
  to->enumType = static_cast<FWP_FILTER_ENUM_TYPE>(wire.getContainment());
  to->flags = wire.getFlags();
  to->actionMask = wire.getActionMask();
  to->calloutKey = place_guid(wire.getCallout(), room);
  if (wire.getHasContextTemplate()) {
    auto* context = room.place<FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0>();
    context->providerKey = place_guid(wire.getContextProvider(), room);
    context->providerContextType = static_cast<FWPM_PROVIDER_CONTEXT_TYPE>(wire.getContextType());
    to->providerContextTemplate = context;
  }
  to->numFilterConditions = wire.getConditions().size();
  WFP_TRY(to->filterCondition, read_conditions(wire.getConditions(), room));
  return {};
}

}  // namespace wfp::api
