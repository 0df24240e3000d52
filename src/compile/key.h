// Key: a value as the number of up to 128 bits that an image knows it by.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

#include "bpf/wire/policy_image.h"

namespace wfp::compile {

struct Key {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Key&) const = default;
};

// The greatest number of `bits` bits.
constexpr Key greatest_key(unsigned bits) {
  constexpr std::uint64_t kOnes = std::numeric_limits<std::uint64_t>::max();
  if (bits > 64) return {bits == 128 ? kOnes : (std::uint64_t{1} << (bits - 64)) - 1, kOnes};
  return {0, bits == 64 ? kOnes : (std::uint64_t{1} << bits) - 1};
}

// `key` is not the greatest of 128 bits.
constexpr Key after(Key key) {
  ++key.low;
  if (key.low == 0) ++key.high;
  return key;
}
// `key` is not 0.
constexpr Key before(Key key) {
  if (key.low == 0) --key.high;
  --key.low;
  return key;
}

constexpr wfp_key to_wire(Key key) { return {key.high, key.low}; }

}  // namespace wfp::compile
