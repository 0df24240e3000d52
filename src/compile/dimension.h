// Dimensions: the values that the rules of a layer test, cut into intervals, and the rules that
// accept each of them.
#pragma once

#include "compile/row_table.h"
#include "compile/rule.h"
#include "schema/layer.h"

namespace wfp::compile {

// The parts of an image that dimensions are made of.
struct DimensionTables {
  Section<wfp_dimension> dimensions;
  Section<wfp_node> nodes;
  Section<std::uint32_t> intervals;
  RowTable rows;
};

// Adds a dimension for each slot that some rule tests, the one that most rules test first. Returns
// how many.
Result<std::uint32_t> add_dimensions(const std::vector<Rule>& rules, schema::IpVersion version,
                                     DimensionTables& tables);

}  // namespace wfp::compile
