// Condition: one test of a filter: a field, how to compare, and with what.
//
// check_condition() says whether a field takes such a test at all. No value is ever converted: a
// condition's type is its field's, except that an address field takes an address with a mask, a
// token field takes a security descriptor, and a range has two ends of the field's type.
#pragma once

#include "base/result.h"
#include "schema/field.h"
#include "schema/layer.h"
#include "schema/value.h"

namespace wfp::schema {

struct Condition {
  FieldId field;
  MatchType match = MatchType::equal;
  Value value;
  bool operator==(const Condition&) const = default;
};

// What a condition is for: a filter, or a template that selects filters (where a token field takes
// a SID).
enum class ConditionUse { filter, enumeration };

// Errors: condition_not_found (the layer lacks the field), type_mismatch, match_type_mismatch,
// invalid_net_mask, invalid_range, out_of_bounds, never_match, zero_length_array (an empty blob,
// SID or descriptor).
Result<void> check_condition(const LayerInfo& layer, const Condition& condition,
                             ConditionUse use = ConditionUse::filter);

// Whether values of `type` can be compared by `match`, whatever the field.
bool is_compatible(MatchType match, DataType type);

}  // namespace wfp::schema
