#include "api/convert/objects.h"

#include "api/convert/value.h"
#include "api/convert/wire.h"
#include "schema/layer.h"

namespace wfp::api {
namespace {

wchar_t* optional_text(bool present, capnp::Text::Reader text, Room& room) {
  return present ? place_wide(text, room) : nullptr;
}

template <class T>
void read_display(PolicyWire::Reader wire, T& to, Room& room) {
  to.displayData.name = optional_text(wire.hasName(), wire.getName(), room);
  to.displayData.description = optional_text(wire.hasDescription(), wire.getDescription(), room);
  to.flags = wire.getFlags();
}

template <class T>
void read_common(PolicyWire::Reader wire, T& to, GUID& key, Room& room) {
  key = guid_of(wire.getKey());
  read_display(wire, to, room);
  if constexpr (std::is_pointer_v<decltype(to.providerKey)>)
    to.providerKey = place_guid(wire.getProviderKey(), room);
  to.providerData = place_blob(wire.getProviderData(), room);
}

using Content = PolicyWire::ProviderContext::Content::Reader;

Call<FWPM_CLASSIFY_OPTIONS0*> read_options(Content wire, Room& room) {
  const auto from = wire.getOptions();
  auto* options = room.place<FWPM_CLASSIFY_OPTIONS0>();
  options->numOptions = from.size();
  options->options = room.place<FWPM_CLASSIFY_OPTION0>(from.size());
  for (unsigned i = 0; i < from.size(); ++i) {
    options->options[i].type = static_cast<FWP_CLASSIFY_OPTION_TYPE>(from[i].getType());
    WFP_CHECK_OK(read_value(from[i].getValue(), options->options[i].value, room));
  }
  return options;
}

template <class Context>
Call<void> read_context(PolicyWire::Reader wire, Context& to, Room& room) {
  if (!wire.isProviderContext()) return fail(malformed_answer());
  read_common(wire, to, to.providerContextKey, room);
  const auto own = wire.getProviderContext();
  to.type = static_cast<FWPM_PROVIDER_CONTEXT_TYPE>(own.getType());
  to.providerContextId = wire.getId();
  const auto content = own.getContent();
  if (content.isData() && to.type == FWPM_GENERAL_CONTEXT) {
    to.dataBuffer = room.place<FWP_BYTE_BLOB>();
    *to.dataBuffer = place_blob(content.getData(), room);
    return {};
  }
  if (!content.isOptions() || to.type != FWPM_CLASSIFY_OPTIONS_CONTEXT)
    return fail(malformed_answer());
  WFP_TRY(to.classifyOptions, read_options(content, room));
  return {};
}

// A GUID of Windows' and one of ours are the same bytes.
GUID to_windows(const Guid& guid) {
  GUID converted;
  static_assert(sizeof converted == sizeof guid);
  std::memcpy(&converted, &guid, sizeof converted);
  return converted;
}

FWPM_FIELD0 field_of(const schema::FieldInfo& field, schema::IpVersion version, Room& room) {
  FWPM_FIELD0 placed{};
  placed.fieldKey = room.place<GUID>();
  *placed.fieldKey = to_windows(field.key);
  placed.type = static_cast<FWPM_FIELD_TYPE>(field.kind);
  placed.dataType = static_cast<FWP_DATA_TYPE>(field.type(version));
  return placed;
}
static_assert(static_cast<int>(schema::FieldKind::raw_data) == FWPM_FIELD_RAW_DATA &&
              static_cast<int>(schema::FieldKind::ip_address) == FWPM_FIELD_IP_ADDRESS &&
              static_cast<int>(schema::FieldKind::flags) == FWPM_FIELD_FLAGS);

}  // namespace

Call<void> read_object(PolicyWire::Reader wire, FWPM_PROVIDER0& to, Room& room) {
  if (!wire.isProvider()) return fail(malformed_answer());
  read_common(wire, to, to.providerKey, room);
  const auto own = wire.getProvider();
  to.serviceName = optional_text(own.hasServiceName(), own.getServiceName(), room);
  return {};
}

Call<void> read_object(PolicyWire::Reader wire, FWPM_PROVIDER_CONTEXT0& to, Room& room) {
  return read_context(wire, to, room);
}
Call<void> read_object(PolicyWire::Reader wire, FWPM_PROVIDER_CONTEXT1& to, Room& room) {
  return read_context(wire, to, room);
}
Call<void> read_object(PolicyWire::Reader wire, FWPM_PROVIDER_CONTEXT2& to, Room& room) {
  return read_context(wire, to, room);
}
Call<void> read_object(PolicyWire::Reader wire, FWPM_PROVIDER_CONTEXT3& to, Room& room) {
  return read_context(wire, to, room);
}

Call<void> read_object(PolicyWire::Reader wire, FWPM_SUBLAYER0& to, Room& room) {
  if (!wire.isSublayer()) return fail(malformed_answer());
  read_common(wire, to, to.subLayerKey, room);
  to.weight = wire.getSublayer().getWeight();
  return {};
}

// What a layer is made of, the tables say; the engine only says that it is there.
Call<void> read_object(PolicyWire::Reader wire, FWPM_LAYER0& to, Room& room) {
  const auto* layer = schema::find_layer(static_cast<std::uint16_t>(wire.getId()));
  if (!wire.isLayer() || layer == nullptr) return fail(malformed_answer());
  to.layerKey = to_windows(layer->key);
  read_display(wire, to, room);
  const auto fields = layer->fields();
  to.numFields = static_cast<UINT32>(fields.size());
  to.field = room.place<FWPM_FIELD0>(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i)
    to.field[i] = field_of(schema::field_info(fields[i]), layer->version, room);
  to.defaultSubLayerKey = to_windows(layer->default_sublayer);
  to.layerId = static_cast<UINT16>(layer->id);
  return {};
}

Call<void> read_object(PolicyWire::Reader wire, FWPM_CALLOUT0& to, Room& room) {
  if (!wire.isCallout()) return fail(malformed_answer());
  read_common(wire, to, to.calloutKey, room);
  to.applicableLayer = guid_of(wire.getCallout().getLayer());
  to.calloutId = static_cast<UINT32>(wire.getId());
  return {};
}

Call<void> read_object(PolicyWire::Reader wire, FWPM_FILTER0& to, Room& room) {
  if (!wire.isFilter()) return fail(malformed_answer());
  read_common(wire, to, to.filterKey, room);
  const auto own = wire.getFilter();
  to.layerKey = guid_of(own.getLayer());
  to.subLayerKey = guid_of(own.getSublayer());
  WFP_CHECK_OK(read_value(own.getWeight(), to.weight, room));
  to.numFilterConditions = own.getConditions().size();
  WFP_TRY(to.filterCondition, read_conditions(own.getConditions(), room));
  to.action.type = own.getAction();
  to.action.filterType = guid_of(own.getActionKey());
  if ((to.flags & FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT) != 0) {
    to.providerContextKey = guid_of(own.getContext());
  } else {
    to.rawContext = own.getRawContext();
  }
  to.filterId = wire.getId();
  to.effectiveWeight.type = FWP_UINT64;
  to.effectiveWeight.uint64 = room.place<UINT64>();
  *to.effectiveWeight.uint64 = own.getEffectiveWeight();
  return {};
}

}  // namespace wfp::api
