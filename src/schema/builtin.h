// The objects that are part of the system: sublayers and callouts that nobody adds and nobody can
// delete.
//
// The rows are spec/sublayers.tsv and spec/callouts.tsv; the weights of the sublayers are ours,
// Windows' are unknown.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/guid.h"
#include "schema/layer.h"

namespace wfp::schema {

struct BuiltinSublayer {
  Guid key;
  std::string_view name;
  std::string_view windows_name;
  std::string_view display_name;
  std::uint16_t weight;
  bool inspection_only;  // holds no filter that can decide
};

// What a built-in callout does when a filter calls it.
enum class CalloutEffect : std::uint8_t {
  options,  // applies the options of its provider context and has no opinion
};

struct BuiltinCallout {
  std::uint32_t id;
  Guid key;
  std::string_view name;
  std::string_view windows_name;
  std::string_view display_name;
  LayerId layer;
  CalloutEffect effect;
};

std::span<const BuiltinSublayer> builtin_sublayers();
std::span<const BuiltinCallout> builtin_callouts();

const BuiltinSublayer* find_builtin_sublayer(const Guid& key);
const BuiltinCallout* find_builtin_callout(const Guid& key);

}  // namespace wfp::schema
