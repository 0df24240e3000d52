// What the conditions of a filter on one field accept, as a set of numbers.
#pragma once

#include <span>

#include "compile/slot.h"
#include "compile/value_set.h"
#include "schema/condition.h"

namespace wfp::compile {

using ConditionRefs = std::span<const schema::Condition* const>;

// All conditions are on the slot's field, alternatives of each other, and have passed
// check_condition() at a layer of that version. Errors: not_supported, with the test that has no
// exact form.
Result<ValueSet> accepted(const SlotInfo& slot, schema::IpVersion version, ConditionRefs conditions,
                          const wfp_key& hash_key);

}  // namespace wfp::compile
