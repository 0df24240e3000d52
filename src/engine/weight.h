// The weight of a filter: its rank within a sublayer, 64 bits.
//
//   uint64 w     w
//   uint8 n      n << 60 | automatic, n in 0..15
//   EMPTY        automatic, the same as uint8 0
//
// The automatic part has 60 bits, two for each of 30 ranks of fields (spec/fields.tsv, remote
// address highest); a field sets its pair to how narrow the filter's conditions on it are: 0
// matches everything, 1 excludes or tests bits, 2 is a range or a subnet, 3 is one value.
// Alternatives count as their widest. Hence a filter with one more field never weighs less, and a
// narrower test of a field never less than a wider one.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "schema/condition.h"

namespace wfp::engine {

// 0..3, as above.
unsigned narrowness(const schema::Condition& condition);

std::uint64_t automatic_weight(std::span<const schema::Condition> conditions);

// Errors: fwp_invalid_weight.
Result<std::uint64_t> effective_weight(const schema::Value& weight,
                                       std::span<const schema::Condition> conditions);

}  // namespace wfp::engine
