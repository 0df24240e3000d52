// The set of values that conditions on one field accept, and how two such sets lie to each other.
//
// Sets of ordered values are unions of intervals and are compared exactly. Tests of bits,
// descriptors and SIDs have no such form: a set with one is inside another only if the other holds
// the same test, and overlaps unless both are plain values that differ.
#pragma once

#include <span>

#include "schema/condition.h"

namespace wfp::engine {

using ConditionRefs = std::span<const schema::Condition* const>;

// All conditions are on the same field, at a layer of the same version; neither list is empty.
bool is_contained(ConditionRefs inner, ConditionRefs outer);
bool overlaps(ConditionRefs a, ConditionRefs b);

}  // namespace wfp::engine
