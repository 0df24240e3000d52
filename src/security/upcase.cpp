#include "security/upcase.h"

#include <algorithm>
#include <cstdint>

namespace wfp::security {
namespace {

struct Run {
  std::uint16_t first, last, step;
  int delta;
};
constexpr Run kRuns[] = {
#define WFP_UPCASE(first, last, step, delta) {first, last, step, delta},
#include "gen/upcase_table.inc"
#undef WFP_UPCASE
};
static_assert(std::ranges::is_sorted(kRuns, {}, &Run::first));

}  // namespace

char16_t upcase(char16_t unit) {
  if (unit < 0x80) return unit >= u'a' && unit <= u'z' ? static_cast<char16_t>(unit - 32) : unit;
  const Run* run = std::ranges::upper_bound(kRuns, unit, {}, &Run::first);
  if (run == std::begin(kRuns)) return unit;
  --run;
  if (unit > run->last || (unit - run->first) % run->step != 0) return unit;
  return static_cast<char16_t>(unit + run->delta);
}

std::u16string upcase(std::u16string_view text) {
  std::u16string out(text);
  std::ranges::transform(out, out.begin(), [](char16_t unit) { return upcase(unit); });
  return out;
}

}  // namespace wfp::security
