#include "daemon/wire_object.h"

#include "daemon/wire_value.h"
#include "schema/constants.h"

namespace wfp::daemon {
namespace {

using engine::Kind;
using Wire = ipc::wire::PolicyObject;

std::optional<std::string> optional_text(bool present, capnp::Text::Reader text) {
  if (!present) return std::nullopt;
  return read_text(text);
}

schema::Blob read_blob(capnp::Data::Reader data) { return {data.begin(), data.end()}; }
capnp::Data::Reader data_of_blob(const schema::Blob& blob) { return {blob.data(), blob.size()}; }

template <class T>
Result<T> read_common(Wire::Reader object) {
  T read;
  WFP_TRY(read.key, read_key(object.getKey()));
  read.display.name = optional_text(object.hasName(), object.getName());
  read.display.description = optional_text(object.hasDescription(), object.getDescription());
  read.flags = object.getFlags();
  if constexpr (std::is_same_v<T, engine::Provider>) {
    read.data = read_blob(object.getProviderData());
  } else {
    WFP_TRY(read.provider, read_optional_key(object.getProviderKey()));
    read.provider_data = read_blob(object.getProviderData());
  }
  return read;
}

Result<AnyObject> read_provider(Wire::Reader object) {
  WFP_TRY(auto provider, read_common<engine::Provider>(object));
  const auto own = object.getProvider();
  provider.service_name = optional_text(own.hasServiceName(), own.getServiceName());
  return provider;
}

Result<AnyObject> read_context(Wire::Reader object) {
  WFP_TRY(auto context, read_common<engine::ProviderContext>(object));
  const auto own = object.getProviderContext();
  context.type = static_cast<engine::ContextType>(own.getType());
  const auto content = own.getContent();
  if (content.isData()) context.content = read_blob(content.getData());
  if (content.isOptions()) {
    engine::ClassifyOptions options;
    for (const auto option : content.getOptions()) {
      WFP_TRY(schema::Value value, read_value(option.getValue()));
      options.push_back({option.getType(), std::move(value)});
    }
    context.content = std::move(options);
  }
  return context;
}

Result<AnyObject> read_sublayer(Wire::Reader object) {
  WFP_TRY(auto sublayer, read_common<engine::Sublayer>(object));
  sublayer.weight = object.getSublayer().getWeight();
  return sublayer;
}

Result<AnyObject> read_callout(Wire::Reader object) {
  WFP_TRY(auto callout, read_common<engine::Callout>(object));
  WFP_TRY(callout.layer, read_key(object.getCallout().getLayer()));
  return callout;
}

Result<AnyObject> read_filter_object(Wire::Reader object) {
  WFP_TRY(auto filter, read_common<engine::Filter>(object));
  const auto own = object.getFilter();
  WFP_TRY(filter.layer, read_key(own.getLayer()));
  WFP_TRY(filter.sublayer, read_key(own.getSublayer()));
  WFP_TRY(filter.weight, read_value(own.getWeight()));
  WFP_TRY(filter.conditions, read_conditions(own.getConditions()));
  filter.action = own.getAction();
  WFP_TRY(filter.action_key, read_key(own.getActionKey()));
  filter.raw_context = own.getRawContext();
  WFP_TRY(filter.context, read_optional_key(own.getContext()));
  filter.has_reserved = own.getHasReserved();
  return filter;
}

void set_text(capnp::Text::Builder builder, const std::string& text) {
  std::copy(text.begin(), text.end(), builder.begin());
}

template <class T>
void write_common(Wire::Builder builder, const T& object) {
  builder.setKey(key_data(object.key));
  const auto& display = object.display;
  if (display.name)
    set_text(builder.initName(static_cast<unsigned>(display.name->size())), *display.name);
  if (display.description) {
    set_text(builder.initDescription(static_cast<unsigned>(display.description->size())),
             *display.description);
  }
  builder.setFlags(object.flags);
  if constexpr (std::is_same_v<T, engine::Provider>) {
    builder.setProviderData(data_of_blob(object.data));
  } else {
    if (object.provider) builder.setProviderKey(key_data(*object.provider));
    builder.setProviderData(data_of_blob(object.provider_data));
  }
}

void write_own(Wire::Builder builder, const engine::Provider& provider) {
  auto own = builder.initProvider();
  if (!provider.service_name) return;
  set_text(own.initServiceName(static_cast<unsigned>(provider.service_name->size())),
           *provider.service_name);
}

void write_own(Wire::Builder builder, const engine::ProviderContext& context) {
  auto own = builder.initProviderContext();
  own.setType(static_cast<std::uint32_t>(context.type));
  auto content = own.initContent();
  if (const auto* data = std::get_if<schema::Blob>(&context.content)) {
    content.setData(data_of_blob(*data));
    return;
  }
  const auto& options = std::get<engine::ClassifyOptions>(context.content);
  auto list = content.initOptions(static_cast<unsigned>(options.size()));
  for (unsigned i = 0; i < list.size(); ++i) {
    list[i].setType(options[i].type);
    write_value(list[i].initValue(), options[i].value);
  }
}

void write_own(Wire::Builder builder, const engine::Sublayer& sublayer) {
  builder.initSublayer().setWeight(sublayer.weight);
}

void write_own(Wire::Builder builder, const engine::Callout& callout) {
  builder.initCallout().setLayer(key_data(callout.layer));
}

void write_own(Wire::Builder builder, const engine::Filter& filter) {
  auto own = builder.initFilter();
  own.setLayer(key_data(filter.layer));
  own.setSublayer(key_data(filter.sublayer));
  write_value(own.initWeight(), filter.weight);
  auto conditions = own.initConditions(static_cast<unsigned>(filter.conditions.size()));
  for (unsigned i = 0; i < conditions.size(); ++i)
    write_condition(conditions[i], filter.conditions[i]);
  own.setAction(filter.action);
  own.setActionKey(key_data(filter.action_key));
  own.setRawContext(filter.raw_context);
  if (filter.context) own.setContext(key_data(*filter.context));
}

std::size_t size_of(const std::optional<std::string>& text) { return text ? text->size() : 0; }

struct SizeOf {
  std::size_t operator()(const schema::Blob& blob) const { return blob.size(); }
  std::size_t operator()(const std::string& text) const { return text.size(); }
  template <class T>
    requires requires(const T& value) { value.bytes; }
  std::size_t operator()(const T& value) const {
    return value.bytes.size();
  }
  std::size_t operator()(const schema::TokenInformation& token) const {
    return 96 * (token.sids.size() + token.restricted_sids.size());
  }
  std::size_t operator()(const std::shared_ptr<const schema::Range>& range) const {
    return 128 + std::visit(*this, range->low.alternatives()) +
           std::visit(*this, range->high.alternatives());
  }
  template <class T>
  std::size_t operator()(const T&) const {
    return 16;
  }
};

std::size_t size_of(const schema::Value& value) {
  return 64 + std::visit(SizeOf{}, value.alternatives());
}

std::size_t size_of_own(const engine::Provider& provider) {
  return provider.data.size() + size_of(provider.service_name);
}
std::size_t size_of_own(const engine::ProviderContext& context) {
  if (const auto* data = std::get_if<schema::Blob>(&context.content)) return data->size();
  std::size_t sum = 0;
  for (const auto& option : std::get<engine::ClassifyOptions>(context.content))
    sum += 16 + size_of(option.value);
  return sum;
}
std::size_t size_of_own(const engine::Filter& filter) {
  std::size_t sum = 192;
  for (const schema::Condition& condition : filter.conditions) sum += 48 + size_of(condition.value);
  return sum;
}
template <class T>
std::size_t size_of_own(const T&) {
  return 32;
}

}  // namespace

std::size_t size_in_bytes(const engine::ObjectRef& object) {
  return std::visit(
      []<class T>(const std::shared_ptr<const engine::Stored<T>>& stored) {
        const T& own = stored->object;
        std::size_t sum = 192 + size_of(own.display.name) + size_of(own.display.description);
        if constexpr (requires { own.provider_data; }) sum += own.provider_data.size();
        return sum + size_of_own(own);
      },
      object);
}

Kind kind_of(const AnyObject& object) {
  return std::visit([]<class T>(const T&) { return engine::kKindOf<T>; }, object);
}

const Guid& key_of(const AnyObject& object) {
  return std::visit([](const auto& own) -> const Guid& { return own.key; }, object);
}

Result<AnyObject> read_policy_object(Wire::Reader object) {
  switch (object.which()) {
    case Wire::PROVIDER:
      return read_provider(object);
    case Wire::PROVIDER_CONTEXT:
      return read_context(object);
    case Wire::SUBLAYER:
      return read_sublayer(object);
    case Wire::CALLOUT:
      return read_callout(object);
    case Wire::FILTER:
      return read_filter_object(object);
    case Wire::LAYER:
      return fail(Status::invalid_parameter, "layers are built in");
    case Wire::UNSET:
      break;
  }
  return fail(Status::invalid_parameter, "an object of a kind that this wfpd does not know");
}

void write_policy_object(Wire::Builder builder, const engine::ObjectRef& object) {
  std::visit(
      [&](const auto& stored) {
        write_common(builder, stored->object);
        write_own(builder, stored->object);
      },
      object);
}

void write_policy_answer(Wire::Builder builder, const engine::ObjectRef& object) {
  write_policy_object(builder, object);
  builder.setId(engine::id_of(object));
  const auto set_flag = [&](std::uint32_t flag) { builder.setFlags(builder.getFlags() | flag); };
  if (const auto* filter =
          std::get_if<std::shared_ptr<const engine::Stored<engine::Filter>>>(&object)) {
    builder.getFilter().setEffectiveWeight((*filter)->object.effective_weight);
    if ((*filter)->disabled) set_flag(schema::kFilterFlagDisabled);
  }
  if (const auto* provider =
          std::get_if<std::shared_ptr<const engine::Stored<engine::Provider>>>(&object)) {
    if ((*provider)->disabled) set_flag(schema::kProviderFlagDisabled);
  }
}

void write_layer(Wire::Builder builder, const schema::LayerInfo& layer) {
  builder.setKey(key_data(layer.key));
  builder.setName(std::string(layer.windows_name).c_str());
  builder.setFlags(schema::layer_flags(layer));
  builder.setId(static_cast<std::uint64_t>(layer.id));
  builder.setLayer();
}

Result<Kind> read_kind(ipc::wire::Kind kind) {
  const auto number = static_cast<std::size_t>(kind);
  if (number < engine::kKindCount) return static_cast<Kind>(number);
  return fail(Status::invalid_parameter, "a kind of objects that this wfpd does not know");
}

ipc::wire::Kind wire_kind(Kind kind) { return static_cast<ipc::wire::Kind>(kind); }

}  // namespace wfp::daemon
