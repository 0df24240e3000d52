// Snapshot: the whole policy at one moment, immutable once committed. Copies share everything they
// have in common.
//
// A commit makes the next snapshot; whoever reads keeps the one he started with. The functions that
// change one are for drafts, under an Edit of their own (draft.h); they assume that what they are
// told is consistent.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>

#include "base/guid.h"
#include "engine/filter_index.h"
#include "engine/object.h"
#include "engine/options.h"
#include "engine/persistent_map.h"
#include "engine/stored.h"
#include "schema/layer.h"

namespace wfp::engine {

// The order of sublayers: heavier first, of equals the older one.
struct SublayerRank {
  std::uint16_t weight = 0;
  std::uint64_t order = 0;
  friend bool operator==(const SublayerRank&, const SublayerRank&) = default;
  friend std::strong_ordering operator<=>(const SublayerRank& a, const SublayerRank& b) {
    if (const auto by_weight = b.weight <=> a.weight; by_weight != 0) return by_weight;
    return a.order <=> b.order;
  }
};

// The filters of a sublayer at one layer.
struct SublayerFilters {
  Guid sublayer;
  FilterIndex filters;
  std::uint64_t count = 0;
};
using LayerFilters = PersistentMap<SublayerRank, SublayerFilters>;

// Names an object of any kind.
struct ObjectName {
  Kind kind = Kind::engine;
  Guid key;
  auto operator<=>(const ObjectName&) const = default;
};

// A dynamic object under the session it ends with. Kinds are in the order of deletion: what refers
// before what is referred to.
struct DynamicName {
  Guid session;
  std::uint8_t order = 0;
  ObjectName object;
  auto operator<=>(const DynamicName&) const = default;
};

template <class T>
using ObjectTable = PersistentMap<Guid, std::shared_ptr<const Stored<T>>>;

struct Snapshot {
  std::uint64_t version = 0;  // of commits

  ObjectTable<Provider> providers;
  ObjectTable<ProviderContext> contexts;
  ObjectTable<Sublayer> sublayers;
  ObjectTable<Callout> callouts;
  ObjectTable<Filter> filters;
  PersistentMap<std::uint64_t, Guid> context_ids;
  PersistentMap<std::uint64_t, Guid> callout_ids;
  PersistentMap<std::uint64_t, Guid> filter_ids;

  PersistentMap<ObjectName, std::uint64_t>
      references;  // how many objects refer to it; absent: none
  PersistentMap<DynamicName, Nothing> dynamic;
  std::array<LayerFilters, schema::kLayerCount>
      layers;  // by LayerInfo::index(); the filters in force

  std::array<DescriptorRef, kKindCount> containers;               // by Kind
  std::array<DescriptorRef, schema::kLayerCount> layer_security;  // by LayerInfo::index()
  Options options;

  template <class T>
  [[nodiscard]] const ObjectTable<T>& table() const {
    if constexpr (kKindOf<T> == Kind::provider) return providers;
    if constexpr (kKindOf<T> == Kind::provider_context) return contexts;
    if constexpr (kKindOf<T> == Kind::sublayer) return sublayers;
    if constexpr (kKindOf<T> == Kind::callout) return callouts;
    if constexpr (kKindOf<T> == Kind::filter) return filters;
  }
  template <class T>
  [[nodiscard]] ObjectTable<T>& table() {
    return const_cast<ObjectTable<T>&>(std::as_const(*this).template table<T>());
  }

  // nullptr if there is none.
  template <class T>
  [[nodiscard]] std::shared_ptr<const Stored<T>> find(const Guid& key) const {
    const auto* found = table<T>().find(key);
    return found == nullptr ? nullptr : *found;
  }
  [[nodiscard]] bool is_referenced(const ObjectName& object) const {
    return references.contains(object);
  }
};

using SnapshotRef = std::shared_ptr<const Snapshot>;

// The objects that `object` refers to: its provider and, of a filter, sublayer, callout and
// provider context.
template <class T>
std::vector<ObjectName> references_of(const T& object);

// Puts an object in, with its ids, references and place in the index. Its key is not taken.
template <class T>
void insert(const Edit& edit, Snapshot& snapshot, std::shared_ptr<const Stored<T>> object);

// Takes an object out. It is there and nobody refers to it.
template <class T>
void erase(const Edit& edit, Snapshot& snapshot, const Stored<T>& object);

// Puts another version of an object, of the same key, ids, references and conditions, in its place.
template <class T>
void replace(const Edit& edit, Snapshot& snapshot, std::shared_ptr<const Stored<T>> object);

// The policy of a machine to which nobody has added anything: the built-in sublayers and callouts,
// and the default descriptors (security.h).
Snapshot initial_snapshot();

// What is in force between the machine's start and the engine's: of `snapshot` only the boot-time
// filters.
Snapshot boot_policy(const Snapshot& snapshot);

}  // namespace wfp::engine
