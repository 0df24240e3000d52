#include "schema/builtin.h"

#include <algorithm>

namespace wfp::schema {
namespace {

constexpr BuiltinSublayer kSublayers[] = {
#define WFP_SUBLAYER(name, key, windows, display, weight, inspection) \
  {key, #name, windows, display, weight, inspection},
#include "gen/sublayer_table.inc"
#undef WFP_SUBLAYER
};

constexpr BuiltinCallout kCallouts[] = {
#define WFP_CALLOUT(name, id, key, windows, display, layer, effect) \
  {id, key, #name, windows, display, LayerId::layer, CalloutEffect::effect},
#include "gen/callout_table.inc"
#undef WFP_CALLOUT
};

}  // namespace

std::span<const BuiltinSublayer> builtin_sublayers() { return kSublayers; }
std::span<const BuiltinCallout> builtin_callouts() { return kCallouts; }

const BuiltinSublayer* find_builtin_sublayer(const Guid& key) {
  const auto* row = std::ranges::find(kSublayers, key, &BuiltinSublayer::key);
  return row == std::end(kSublayers) ? nullptr : row;
}

const BuiltinCallout* find_builtin_callout(const Guid& key) {
  const auto* row = std::ranges::find(kCallouts, key, &BuiltinCallout::key);
  return row == std::end(kCallouts) ? nullptr : row;
}

}  // namespace wfp::schema
