#include "engine/weight.h"

#include <algorithm>
#include <array>

#include "schema/constants.h"

namespace wfp::engine {
namespace {

using schema::DataType;
using schema::MatchType;

bool is_whole(const schema::Range& range) {
  if (const auto low = range.low.as_unsigned()) {
    const std::uint64_t width = range.low.type() == DataType::uint8    ? 0xFF
                                : range.low.type() == DataType::uint16 ? 0xFFFF
                                : range.low.type() == DataType::uint32 ? 0xFFFFFFFF
                                                                       : ~std::uint64_t{0};
    return *low == 0 && range.high.as_unsigned() == width;
  }
  const auto* low = range.low.get<schema::ByteArray16>();
  const auto* high = range.high.get<schema::ByteArray16>();
  return low != nullptr && high != nullptr &&
         std::ranges::all_of(*low, [](auto b) { return b == 0; }) &&
         std::ranges::all_of(*high, [](auto b) { return b == 0xFF; });
}

unsigned narrowness_of_value(const schema::Value& value) {
  if (const auto* net = value.get<schema::V4AddrMask>())
    return net->mask == 0 ? 0 : net->mask == ~0U ? 3 : 2;
  if (const auto* net = value.get<schema::V6AddrMask>()) {
    return net->prefix_length == 0 ? 0 : net->prefix_length == 128 ? 3 : 2;
  }
  return 3;
}

}  // namespace

unsigned narrowness(const schema::Condition& condition) {
  switch (condition.match) {
    case MatchType::equal:
    case MatchType::equal_case_insensitive:
      return narrowness_of_value(condition.value);
    case MatchType::range: {
      const schema::Range* range = condition.value.get_range();
      if (range == nullptr || is_whole(*range)) return 0;
      return range->low == range->high ? 3 : 2;
    }
    default:
      return 1;
  }
}

std::uint64_t automatic_weight(std::span<const schema::Condition> conditions) {
  std::array<unsigned, schema::kFieldCount> narrow;
  narrow.fill(4);  // no condition
  for (const schema::Condition& condition : conditions) {
    unsigned& own = narrow[static_cast<std::size_t>(condition.field)];
    own = std::min(own, narrowness(condition));
  }
  std::array<unsigned, 30> pairs{};
  for (const schema::FieldInfo& field : schema::fields()) {
    const unsigned own = narrow[static_cast<std::size_t>(field.id)];
    unsigned& pair = pairs[field.weight_rank];
    if (own != 4) pair = std::max(pair, own);
  }
  std::uint64_t weight = 0;
  for (std::size_t rank = 0; rank < pairs.size(); ++rank)
    weight |= std::uint64_t{pairs[rank]} << (2 * rank);
  return weight;
}

Result<std::uint64_t> effective_weight(const schema::Value& weight,
                                       std::span<const schema::Condition> conditions) {
  if (weight.empty()) return automatic_weight(conditions);
  if (const auto* exact = weight.get<std::uint64_t>()) return *exact;
  const auto* range = weight.get<std::uint8_t>();
  if (range == nullptr)
    return fail(Status::fwp_invalid_weight, "a weight is EMPTY, uint8 or uint64");
  if (*range > 15) return fail(Status::fwp_invalid_weight, "a weight range is 0 to 15");
  return std::uint64_t{*range} << schema::kAutoWeightBits | automatic_weight(conditions);
}

}  // namespace wfp::engine
