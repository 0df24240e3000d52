// SearchTree: boundaries between intervals, as the nodes that the evaluator descends.
#pragma once

#include <span>

#include "base/result.h"
#include "compile/key.h"
#include "compile/section.h"

namespace wfp::compile {

// Adds the nodes of `boundaries`, ascending and without repetition, and fills in the members of the
// dimension that describe them. Errors: insufficient_resources.
Result<void> add_search_tree(std::span<const Key> boundaries, unsigned bits,
                             Section<wfp_node>& nodes, wfp_dimension& dimension);

}  // namespace wfp::compile
