// ValueSet: the values of one field that a filter accepts: intervals of numbers, and whether the
// filter accepts that the traffic has no such property.
#pragma once

#include <compare>
#include <vector>

#include "compile/key.h"

namespace wfp::compile {

struct KeyRange {  // both ends in
  Key low;
  Key high;
  auto operator<=>(const KeyRange&) const = default;
};

struct ValueSet {
  std::vector<KeyRange> ranges;  // ascending, apart
  bool accepts_absent = false;

  auto operator<=>(const ValueSet&) const = default;
  void add(Key low, Key high) { ranges.push_back({low, high}); }
  // Everything up to `greatest` but `hole`.
  void add_all_but(KeyRange hole, Key greatest);
  // Sorts the ranges and joins those that touch.
  void normalize();
};

}  // namespace wfp::compile
