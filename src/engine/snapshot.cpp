#include "engine/snapshot.h"

#include "engine/planted.h"
#include "engine/security.h"
#include "schema/builtin.h"

namespace wfp::engine {
namespace {

// Filters are deleted first, then what they refer to, then what that refers to.
std::uint8_t deletion_order(Kind kind) {
  switch (kind) {
    case Kind::filter:
      return 0;
    case Kind::provider_context:
    case Kind::callout:
      return 1;
    case Kind::sublayer:
      return 2;
    default:
      return 3;
  }
}

template <class T>
PersistentMap<std::uint64_t, Guid>* ids(Snapshot& snapshot) {
  if constexpr (std::is_same_v<T, ProviderContext>) return &snapshot.context_ids;
  if constexpr (std::is_same_v<T, Callout>) return &snapshot.callout_ids;
  if constexpr (std::is_same_v<T, Filter>) return &snapshot.filter_ids;
  return nullptr;
}

template <class T>
std::uint64_t id_of(const T& object) {
  if constexpr (requires { object.id; }) return object.id;
  return 0;
}

// Whether a filter takes part in decisions while the engine runs.
bool in_force(const Stored<Filter>& filter) {
  return filter.lifetime != Lifetime::boot_time && !filter.disabled;
}

SublayerRank rank_of(const Snapshot& snapshot, const Guid& sublayer) {
  const auto found = snapshot.find<Sublayer>(sublayer);
  return {found->object.weight, found->order};
}

void index(const Edit& edit, Snapshot& snapshot, const FilterRef& filter) {
  const schema::LayerInfo* layer = schema::find_layer(filter->object.layer);
  SublayerFilters& own =
      snapshot.layers[layer->index()].at(edit, rank_of(snapshot, filter->object.sublayer));
  own.sublayer = filter->object.sublayer;
  own.filters.insert(edit, filter);
  ++own.count;
}

void unindex(const Edit& edit, Snapshot& snapshot, const FilterRef& filter) {
  const schema::LayerInfo* layer = schema::find_layer(filter->object.layer);
  const SublayerRank rank = rank_of(snapshot, filter->object.sublayer);
  LayerFilters& filters = snapshot.layers[layer->index()];
  SublayerFilters& own = filters.at(edit, rank);
  own.filters.erase(edit, filter);
  if (--own.count == 0) filters.erase(edit, rank);
}

void refer(const Edit& edit, Snapshot& snapshot, const ObjectName& object) {
  ++snapshot.references.at(edit, object);
}

void release(const Edit& edit, Snapshot& snapshot, const ObjectName& object) {
  std::uint64_t& count = snapshot.references.at(edit, object);
  if (--count == 0) snapshot.references.erase(edit, object);
}

}  // namespace

template <class T>
std::vector<ObjectName> references_of(const T& object) {
  std::vector<ObjectName> names;
  if constexpr (!std::is_same_v<T, Provider>) {
    if (object.provider) names.push_back({Kind::provider, *object.provider});
  }
  if constexpr (std::is_same_v<T, Filter>) {
    names.push_back({Kind::sublayer, object.sublayer});
    if (const auto action = schema::action_type(object.action);
        action && schema::uses_callout(*action)) {
      names.push_back({Kind::callout, object.action_key});
    }
    if (object.context) names.push_back({Kind::provider_context, *object.context});
  }
  return names;
}

template <class T>
void insert(const Edit& edit, Snapshot& snapshot, std::shared_ptr<const Stored<T>> object) {
  const Guid& key = object->object.key;
  for (const ObjectName& name : references_of(object->object)) refer(edit, snapshot, name);
  if (auto* by_id = ids<T>(snapshot)) by_id->set(edit, id_of(object->object), key);
  if (object->lifetime == Lifetime::dynamic) {
    snapshot.dynamic.at(edit, {object->session, deletion_order(kKindOf<T>), {kKindOf<T>, key}});
  }
  if constexpr (std::is_same_v<T, Filter>) {
    if (in_force(*object)) index(edit, snapshot, object);
  }
  snapshot.table<T>().set(edit, key, std::move(object));
}

template <class T>
void erase(const Edit& edit, Snapshot& snapshot, const Stored<T>& gone) {
  const std::shared_ptr<const Stored<T>> object = snapshot.find<T>(gone.object.key);
  const Guid& key = object->object.key;
  if constexpr (std::is_same_v<T, Filter>) {
    if (in_force(*object) && !planted(Bug::delete_leaves_index)) unindex(edit, snapshot, object);
  }
  for (const ObjectName& name : references_of(object->object)) {
    if (planted(Bug::delete_forgets_reference) && name.kind == Kind::sublayer) continue;
    release(edit, snapshot, name);
  }
  if (auto* by_id = ids<T>(snapshot)) by_id->erase(edit, id_of(object->object));
  if (object->lifetime == Lifetime::dynamic) {
    snapshot.dynamic.erase(edit, {object->session, deletion_order(kKindOf<T>), {kKindOf<T>, key}});
  }
  snapshot.table<T>().erase(edit, key);
}

template <class T>
void replace(const Edit& edit, Snapshot& snapshot, std::shared_ptr<const Stored<T>> object) {
  if constexpr (std::is_same_v<T, Filter>) {
    const FilterRef old = snapshot.find<Filter>(object->object.key);
    if (in_force(*old)) unindex(edit, snapshot, old);
    if (in_force(*object)) index(edit, snapshot, object);
  }
  const Guid key = object->object.key;
  snapshot.table<T>().set(edit, key, std::move(object));
}

#define WFP_INSTANTIATE(T)                                                           \
  template std::vector<ObjectName> references_of<T>(const T&);                       \
  template void insert<T>(const Edit&, Snapshot&, std::shared_ptr<const Stored<T>>); \
  template void erase<T>(const Edit&, Snapshot&, const Stored<T>&);                  \
  template void replace<T>(const Edit&, Snapshot&, std::shared_ptr<const Stored<T>>);
WFP_INSTANTIATE(Provider)
WFP_INSTANTIATE(ProviderContext)
WFP_INSTANTIATE(Sublayer)
WFP_INSTANTIATE(Callout)
WFP_INSTANTIATE(Filter)
#undef WFP_INSTANTIATE

namespace {

void add_builtin_objects(const Edit& edit, Snapshot& snapshot) {
  // Orders of built-in objects are 0: older than anything added.
  for (const schema::BuiltinSublayer& row : schema::builtin_sublayers()) {
    Stored<Sublayer> stored;
    stored.object.key = row.key;
    stored.object.display.name = std::string(row.display_name);
    stored.object.weight = row.weight;
    stored.lifetime = Lifetime::builtin;
    stored.security = snapshot.containers[static_cast<std::size_t>(Kind::sublayer)];
    insert(edit, snapshot, std::make_shared<const Stored<Sublayer>>(std::move(stored)));
  }
  for (const schema::BuiltinCallout& row : schema::builtin_callouts()) {
    Stored<Callout> stored;
    stored.object.key = row.key;
    stored.object.display.name = std::string(row.display_name);
    stored.object.layer = schema::layer_info(row.layer).key;
    stored.object.flags = schema::kCalloutFlagUsesProviderContext;
    stored.object.id = row.id;
    stored.lifetime = Lifetime::builtin;
    stored.security = snapshot.containers[static_cast<std::size_t>(Kind::callout)];
    insert(edit, snapshot, std::make_shared<const Stored<Callout>>(std::move(stored)));
  }
}

}  // namespace

Snapshot initial_snapshot() {
  Snapshot snapshot;
  snapshot.containers = default_containers();
  snapshot.layer_security.fill(snapshot.containers[static_cast<std::size_t>(Kind::layer)]);
  add_builtin_objects(Edit::begin(), snapshot);
  return snapshot;
}

Snapshot boot_policy(const Snapshot& snapshot) {
  Snapshot boot = snapshot;
  const Edit edit = Edit::begin();
  boot.layers = {};
  for (auto filter = snapshot.filters.first(); filter; filter.next()) {
    if (filter.value()->lifetime == Lifetime::boot_time) index(edit, boot, filter.value());
  }
  return boot;
}

}  // namespace wfp::engine
