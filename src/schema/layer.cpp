#include "schema/layer.h"

#include <algorithm>
#include <vector>

#include "schema/constants.h"

namespace wfp::schema {
namespace {

constexpr LayerInfo kLayers[] = {
#define WFP_LAYER(name, id, key, windows, version, parent, served, blocking, sublayer)       \
  {LayerId::name,      key,     #name, windows, IpVersion::version, LayerId::parent, served, \
   Blocking::blocking, sublayer},
#include "gen/layer_table.inc"
#undef WFP_LAYER
};

struct LayerField {
  LayerId layer;
  FieldId field;
};

// Sorted by layer as the table is, so that a layer's fields stand together.
constexpr LayerField kLayerFields[] = {
#define WFP_LAYER_FIELD(layer, field) {LayerId::layer, FieldId::field},
#include "gen/layer_field_table.inc"
#undef WFP_LAYER_FIELD
};

struct Places {
  std::array<FieldId, kFieldCount> fields{};
  std::array<std::int8_t, kFieldCount> position{};  // -1: not at this layer
  std::size_t count = 0;
};

constexpr std::array<Places, kLayerCount> make_places() {
  std::array<Places, kLayerCount> all{};
  for (std::size_t i = 0; i < kLayerCount; ++i) {
    Places& places = all[i];
    for (auto& position : places.position) position = -1;
    for (const LayerField& row : kLayerFields) {
      if (row.layer != kLayers[i].id) continue;
      places.position[static_cast<std::size_t>(row.field)] = static_cast<std::int8_t>(places.count);
      places.fields[places.count++] = row.field;
    }
  }
  return all;
}
constexpr std::array<Places, kLayerCount> kPlaces = make_places();

template <class Key>
const LayerInfo* find(Key LayerInfo::* member, const Key& key) {
  const auto* row = std::ranges::find(kLayers, key, member);
  return row == std::end(kLayers) ? nullptr : row;
}

}  // namespace

std::size_t LayerInfo::index() const { return static_cast<std::size_t>(this - kLayers); }

std::span<const FieldId> LayerInfo::fields() const {
  const Places& places = kPlaces[index()];
  return {places.fields.data(), places.count};
}

std::optional<std::size_t> LayerInfo::position(FieldId field) const {
  const std::int8_t position = kPlaces[index()].position[static_cast<std::size_t>(field)];
  if (position < 0) return std::nullopt;
  return static_cast<std::size_t>(position);
}

std::span<const LayerInfo> layers() { return kLayers; }
const LayerInfo& layer_info(LayerId id) { return *find(&LayerInfo::id, id); }
const LayerInfo* find_layer(std::uint16_t id) {
  return find(&LayerInfo::id, static_cast<LayerId>(id));
}
const LayerInfo* find_layer(const Guid& key) { return find(&LayerInfo::key, key); }
const LayerInfo* find_layer(std::string_view name) { return find(&LayerInfo::name, name); }

std::uint32_t layer_flags(const LayerInfo&) { return kLayerFlagKernel | kLayerFlagBuiltin; }

}  // namespace wfp::schema
