// The engine's objects on the wire, both ways. The store keeps them in the same form.
#pragma once

#include <variant>

#include "base/result.h"
#include "engine/change.h"
#include "engine/enumeration.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

using AnyObject = std::variant<engine::Provider, engine::ProviderContext, engine::Sublayer,
                               engine::Callout, engine::Filter>;

engine::Kind kind_of(const AnyObject& object);
// Of an object that is to be added: may be zero.
const Guid& key_of(const AnyObject& object);

// Errors: those of wire_value.h; invalid_parameter (no object, or one that cannot be added).
Result<AnyObject> read_policy_object(ipc::wire::PolicyObject::Reader object);

// As it was added: what the store keeps.
void write_policy_object(ipc::wire::PolicyObject::Builder builder, const engine::ObjectRef& object);
// With what the engine knows of it: ids, effective weight, flags that it sets.
void write_policy_answer(ipc::wire::PolicyObject::Builder builder, const engine::ObjectRef& object);
void write_layer(ipc::wire::PolicyObject::Builder builder, const schema::LayerInfo& layer);

// What an object takes on the wire, roughly and rather more.
std::size_t size_in_bytes(const engine::ObjectRef& object);

// invalid_parameter for a kind that this release does not know.
Result<engine::Kind> read_kind(ipc::wire::Kind kind);
ipc::wire::Kind wire_kind(engine::Kind kind);

// Which objects of which kind. Layers, net events and the engine have no template.
struct Wanted {
  engine::Kind kind = engine::Kind::filter;
  engine::AnyTemplate selects;
};
// Errors: those of wire_value.h.
Result<Wanted> read_template(ipc::wire::PolicyTemplate::Reader wanted);

}  // namespace wfp::daemon
