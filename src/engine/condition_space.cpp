#include "engine/condition_space.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace wfp::engine {
namespace {

using schema::Blob;
using schema::Condition;
using schema::MatchType;
using schema::Value;

// Bytes that sort as the value does: integers big-endian, the rest as they are.
std::optional<Blob> sort_key(const Value& value) {
  if (const auto number = value.as_unsigned()) {
    Blob bytes(8);
    for (std::size_t i = 0; i < 8; ++i)
      bytes[i] = static_cast<std::uint8_t>(*number >> (56 - 8 * i));
    return bytes;
  }
  if (const auto* bytes = value.get<schema::ByteArray16>())
    return Blob(bytes->begin(), bytes->end());
  if (const auto* bytes = value.get<schema::ByteArray6>())
    return Blob(bytes->begin(), bytes->end());
  if (const auto* blob = value.get<Blob>()) return *blob;
  return std::nullopt;
}

// Both ends in; no end: as far as it goes. Of a blob, `above` excludes the low end itself.
struct Interval {
  std::optional<Blob> low;
  bool low_open = false;
  std::optional<Blob> high;
  bool high_open = false;
};

using Intervals = std::vector<Interval>;

Interval net_interval(Blob address, unsigned prefix) {
  Blob high = address;
  for (std::size_t bit = prefix; bit < address.size() * 8; ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80 >> (bit % 8));
    address[bit / 8] = static_cast<std::uint8_t>(address[bit / 8] & ~mask);
    high[bit / 8] = static_cast<std::uint8_t>(high[bit / 8] | mask);
  }
  return {std::move(address), false, std::move(high), false};
}

std::optional<Interval> interval_of(const Value& value) {
  if (const auto* net = value.get<schema::V4AddrMask>()) {
    unsigned ones = 0;
    for (std::uint32_t mask = net->mask; mask != 0; mask <<= 1) ++ones;
    return net_interval(*sort_key(Value(std::uint64_t{net->address})), 32 + ones);
  }
  if (const auto* net = value.get<schema::V6AddrMask>()) {
    return net_interval(Blob(net->address.begin(), net->address.end()), net->prefix_length);
  }
  auto key = sort_key(value);
  if (!key) return std::nullopt;
  return Interval{key, false, key, false};
}

std::optional<Intervals> intervals_of(const Condition& condition) {
  if (const schema::Range* range = condition.value.get_range()) {
    auto low = sort_key(range->low);
    auto high = sort_key(range->high);
    if (!low || !high) return std::nullopt;
    return Intervals{{std::move(low), false, std::move(high), false}};
  }
  const auto own = interval_of(condition.value);
  if (!own) return std::nullopt;
  switch (condition.match) {
    case MatchType::equal:
      return Intervals{*own};
    case MatchType::not_equal:
      return Intervals{{std::nullopt, false, own->low, true},
                       {own->high, true, std::nullopt, false}};
    case MatchType::greater:
      return Intervals{{own->high, true, std::nullopt, false}};
    case MatchType::greater_or_equal:
      return Intervals{{own->low, false, std::nullopt, false}};
    case MatchType::less:
      return Intervals{{std::nullopt, false, own->low, true}};
    case MatchType::less_or_equal:
      return Intervals{{std::nullopt, false, own->high, false}};
    default:
      return std::nullopt;
  }
}

// The union of all conditions, or nothing if one has no such form.
std::optional<Intervals> intervals_of(ConditionRefs conditions) {
  Intervals all;
  for (const Condition* condition : conditions) {
    const auto own = intervals_of(*condition);
    if (!own) return std::nullopt;
    all.insert(all.end(), own->begin(), own->end());
  }
  return all;
}

// Whether there is a value in both.
bool meet(const Interval& a, const Interval& b) {
  const auto below = [](const Interval& low, const Interval& high) {
    if (!low.high || !high.low) return false;
    return *low.high < *high.low || (*low.high == *high.low && (low.high_open || high.low_open));
  };
  return !below(a, b) && !below(b, a);
}

bool inside(const Interval& inner, const Interval& outer) {
  const bool low =
      !outer.low ||
      (inner.low && (*outer.low < *inner.low ||
                     (*outer.low == *inner.low && (!outer.low_open || inner.low_open))));
  const bool high =
      !outer.high ||
      (inner.high && (*inner.high < *outer.high ||
                      (*inner.high == *outer.high && (!outer.high_open || inner.high_open))));
  return low && high;
}

}  // namespace

bool is_contained(ConditionRefs inner, ConditionRefs outer) {
  const auto own = intervals_of(inner);
  const auto other = intervals_of(outer);
  if (own && other) {
    return std::ranges::all_of(*own, [&](const Interval& interval) {
      return std::ranges::any_of(*other,
                                 [&](const Interval& wide) { return inside(interval, wide); });
    });
  }
  return std::ranges::all_of(inner, [&](const Condition* condition) {
    return std::ranges::any_of(outer, [&](const Condition* wide) { return *condition == *wide; });
  });
}

bool overlaps(ConditionRefs a, ConditionRefs b) {
  const auto own = intervals_of(a);
  const auto other = intervals_of(b);
  if (own && other) {
    return std::ranges::any_of(*own, [&](const Interval& interval) {
      return std::ranges::any_of(*other,
                                 [&](const Interval& wide) { return meet(interval, wide); });
    });
  }
  const auto differ = [](const Condition* x, const Condition* y) {
    return x->match == MatchType::equal && y->match == MatchType::equal &&
           x->value.type() == y->value.type() && x->value != y->value &&
           x->value.type() == schema::DataType::sid;
  };
  return !std::ranges::all_of(a, [&](const Condition* x) {
    return std::ranges::all_of(b, [&](const Condition* y) { return differ(x, y); });
  });
}

}  // namespace wfp::engine
