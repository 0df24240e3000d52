// What differs between the kinds of objects, for code that is the same for all. Internal to this
// folder.
#pragma once

#include "engine/object.h"
#include "engine/snapshot.h"

namespace wfp::engine {

constexpr Status not_found_of(Kind kind) {
  switch (kind) {
    case Kind::provider:
      return Status::fwp_provider_not_found;
    case Kind::provider_context:
      return Status::fwp_provider_context_not_found;
    case Kind::sublayer:
      return Status::fwp_sublayer_not_found;
    case Kind::layer:
      return Status::fwp_layer_not_found;
    case Kind::callout:
      return Status::fwp_callout_not_found;
    case Kind::filter:
      return Status::fwp_filter_not_found;
    default:
      return Status::fwp_not_found;
  }
}

inline std::string nameless(Kind kind, const std::string& name) {
  return "there is no " + std::string(to_string(kind)) + " " + name;
}

inline const DescriptorRef& container_of(const Snapshot& snapshot, Kind kind) {
  return snapshot.containers[static_cast<std::size_t>(kind)];
}

template <class T>
DescriptorRef security_in(const Snapshot& snapshot, const Guid& key) {
  const auto stored = snapshot.find<T>(key);
  return stored == nullptr ? nullptr : stored->security;
}

// The descriptor of an object, nullptr if there is no such object.
inline DescriptorRef security_of(const Snapshot& snapshot, const ObjectName& name) {
  switch (name.kind) {
    case Kind::provider:
      return security_in<Provider>(snapshot, name.key);
    case Kind::provider_context:
      return security_in<ProviderContext>(snapshot, name.key);
    case Kind::sublayer:
      return security_in<Sublayer>(snapshot, name.key);
    case Kind::callout:
      return security_in<Callout>(snapshot, name.key);
    case Kind::filter:
      return security_in<Filter>(snapshot, name.key);
    case Kind::layer: {
      const schema::LayerInfo* layer = schema::find_layer(name.key);
      return layer == nullptr || !layer->served ? nullptr : snapshot.layer_security[layer->index()];
    }
    default:
      return nullptr;
  }
}

template <class T>
std::string display_name_in(const Snapshot& snapshot, const Guid& key) {
  const auto stored = snapshot.find<T>(key);
  return stored == nullptr ? std::string() : stored->object.display.name.value_or("");
}

// The display name of an object, empty if it has none or is not there.
inline std::string display_name_of(const Snapshot& snapshot, const ObjectName& name) {
  switch (name.kind) {
    case Kind::provider:
      return display_name_in<Provider>(snapshot, name.key);
    case Kind::provider_context:
      return display_name_in<ProviderContext>(snapshot, name.key);
    case Kind::sublayer:
      return display_name_in<Sublayer>(snapshot, name.key);
    case Kind::callout:
      return display_name_in<Callout>(snapshot, name.key);
    case Kind::filter:
      return display_name_in<Filter>(snapshot, name.key);
    default:
      return {};
  }
}

}  // namespace wfp::engine
