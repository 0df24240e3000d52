#include "api/convert/objects.h"

#include "api/convert/value.h"
#include "api/convert/wire.h"

namespace wfp::api {
namespace {

template <class Set>
Call<void> write_text(const wchar_t* text, Set set) {
  if (text == nullptr) return {};
  WFP_TRY(const std::string bytes, bytes_of_text(text));
  set(capnp::Text::Reader(bytes.c_str(), bytes.size()));
  return {};
}

Call<void> check_array(const void* array, UINT32 count) {
  if (count != 0 && array == nullptr) return fail(Refusal(Status::fwp_null_pointer));
  return {};
}

// What every object has. A provider's providerKey is its own key; elsewhere it is a pointer.
template <class T>
Call<void> write_common(const T& from, const GUID& key, PolicyWire::Builder wire) {
  WFP_CHECK_OK(check_array(from.providerData.data, from.providerData.size));
  wire.setKey(data_of(key));
  WFP_CHECK_OK(write_text(from.displayData.name, [&](auto text) { wire.setName(text); }));
  WFP_CHECK_OK(
      write_text(from.displayData.description, [&](auto text) { wire.setDescription(text); }));
  wire.setFlags(from.flags);
  if constexpr (std::is_pointer_v<decltype(from.providerKey)>) {
    if (from.providerKey != nullptr) wire.setProviderKey(data_of(*from.providerKey));
  }
  wire.setProviderData(kj::arrayPtr(from.providerData.data, from.providerData.size));
  return {};
}

using Content = PolicyWire::ProviderContext::Content::Builder;

Call<void> write_options(const FWPM_CLASSIFY_OPTIONS0& options, Content wire) {
  WFP_CHECK_OK(check_array(options.options, options.numOptions));
  auto list = wire.initOptions(options.numOptions);
  for (UINT32 i = 0; i < options.numOptions; ++i) {
    list[i].setType(number_of(options.options[i].type));
    WFP_CHECK_OK(write_value(options.options[i].value, list[i].initValue()));
  }
  return {};
}

// The two types whose data ALE has a use for; the others are refused by their type.
template <class Context>
Call<void> write_content(const Context& from, Content wire) {
  switch (number_of(from.type)) {
    case FWPM_GENERAL_CONTEXT:
      WFP_CHECK_OK(check_array(from.dataBuffer, 1));
      WFP_CHECK_OK(check_array(from.dataBuffer->data, from.dataBuffer->size));
      wire.setData(kj::arrayPtr(from.dataBuffer->data, from.dataBuffer->size));
      return {};
    case FWPM_CLASSIFY_OPTIONS_CONTEXT:
      WFP_CHECK_OK(check_array(from.classifyOptions, 1));
      return write_options(*from.classifyOptions, wire);
    default:
      wire.setNone();
      return {};
  }
}

template <class Context>
Call<void> write_context(const Context& from, PolicyWire::Builder wire) {
  WFP_CHECK_OK(write_common(from, from.providerContextKey, wire));
  auto own = wire.initProviderContext();
  own.setType(number_of(from.type));
  return write_content(from, own.initContent());
}

}  // namespace

Call<void> write_object(const FWPM_PROVIDER0& from, PolicyWire::Builder wire) {
  WFP_CHECK_OK(write_common(from, from.providerKey, wire));
  auto own = wire.initProvider();
  return write_text(from.serviceName, [&](auto text) { own.setServiceName(text); });
}

Call<void> write_object(const FWPM_PROVIDER_CONTEXT0& from, PolicyWire::Builder wire) {
  return write_context(from, wire);
}
Call<void> write_object(const FWPM_PROVIDER_CONTEXT1& from, PolicyWire::Builder wire) {
  return write_context(from, wire);
}
Call<void> write_object(const FWPM_PROVIDER_CONTEXT2& from, PolicyWire::Builder wire) {
  return write_context(from, wire);
}
Call<void> write_object(const FWPM_PROVIDER_CONTEXT3& from, PolicyWire::Builder wire) {
  return write_context(from, wire);
}

Call<void> write_object(const FWPM_SUBLAYER0& from, PolicyWire::Builder wire) {
  WFP_CHECK_OK(write_common(from, from.subLayerKey, wire));
  wire.initSublayer().setWeight(from.weight);
  return {};
}

Call<void> write_object(const FWPM_CALLOUT0& from, PolicyWire::Builder wire) {
  WFP_CHECK_OK(write_common(from, from.calloutKey, wire));
  wire.initCallout().setLayer(data_of(from.applicableLayer));
  return {};
}

Call<void> write_object(const FWPM_FILTER0& from, PolicyWire::Builder wire) {
  WFP_CHECK_OK(check_array(from.filterCondition, from.numFilterConditions));
  WFP_CHECK_OK(write_common(from, from.filterKey, wire));
  auto own = wire.initFilter();
  own.setLayer(data_of(from.layerKey));
  own.setSublayer(data_of(from.subLayerKey));
  WFP_CHECK_OK(write_value(from.weight, own.initWeight()));
  WFP_CHECK_OK(write_conditions(from.filterCondition, from.numFilterConditions,
                                own.initConditions(from.numFilterConditions)));
  own.setAction(from.action.type);
  own.setActionKey(data_of(from.action.filterType));
  // One union: the flag says which of the two it holds.
  if ((from.flags & FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT) != 0) {
    own.setContext(data_of(from.providerContextKey));
  } else {
    own.setRawContext(from.rawContext);
  }
  own.setHasReserved(from.reserved != nullptr);
  return {};
}

}  // namespace wfp::api
