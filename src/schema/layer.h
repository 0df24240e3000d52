// LayerId: one point of the network stack at which the engine is asked. Each layer decides alone; a
// block at any layer is final for that operation.
//
// The rows are spec/layers.tsv and spec/layer_fields.tsv, the ids are Windows'. A layer that is not
// served is known by name only: nothing can be added there, so that nobody believes in protection
// that is not in force.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/guid.h"
#include "schema/field.h"

namespace wfp::schema {

enum class LayerId : std::uint16_t {
#define WFP_LAYER(name, id, ...) name = id,
#include "gen/layer_table.inc"
#undef WFP_LAYER
};

inline constexpr std::size_t kLayerCount = 0
#define WFP_LAYER(...) +1
#include "gen/layer_table.inc"
#undef WFP_LAYER
    ;

// What a block at the layer does.
enum class Blocking : std::uint8_t {
  enforced,  // refuses the operation
  none,      // a discard layer: what was refused already is shown, the verdict changes nothing
  refused,   // what is shown cannot be undone: a filter that blocks is not accepted
};

struct LayerInfo {
  LayerId id;
  Guid key;
  std::string_view name;          // the enumerator
  std::string_view windows_name;  // "FWPM_LAYER_ALE_AUTH_CONNECT_V4"
  IpVersion version;
  LayerId parent;  // of a discard layer: whose refusals it sees; else its own id
  bool served;
  Blocking blocking;
  Guid default_sublayer;

  [[nodiscard]] bool is_discard() const { return parent != id; }
  // 0..kLayerCount-1, for tables with an entry per layer.
  [[nodiscard]] std::size_t index() const;
  // In the layer's order.
  [[nodiscard]] std::span<const FieldId> fields() const;
  // The place of `field` in fields(), if the layer has it.
  [[nodiscard]] std::optional<std::size_t> position(FieldId field) const;
};

std::span<const LayerInfo> layers();
const LayerInfo& layer_info(LayerId id);
const LayerInfo* find_layer(std::uint16_t id);
const LayerInfo* find_layer(const Guid& key);
const LayerInfo* find_layer(std::string_view name);

// Flags of the layer as its management object shows them.
std::uint32_t layer_flags(const LayerInfo& layer);

}  // namespace wfp::schema
