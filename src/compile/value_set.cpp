#include "compile/value_set.h"

#include <algorithm>

namespace wfp::compile {

void ValueSet::add_all_but(KeyRange hole, Key greatest) {
  if (hole.low != Key{}) add({}, before(hole.low));
  if (hole.high < greatest) add(after(hole.high), greatest);
}

void ValueSet::normalize() {
  std::ranges::sort(ranges);
  std::vector<KeyRange> joined;
  for (const KeyRange& range : ranges) {
    const bool touches = !joined.empty() && (range.low <= joined.back().high ||
                                             before(range.low) == joined.back().high);
    if (touches) {
      joined.back().high = std::max(joined.back().high, range.high);
    } else {
      joined.push_back(range);
    }
  }
  ranges = std::move(joined);
}

}  // namespace wfp::compile
