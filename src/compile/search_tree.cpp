#include "compile/search_tree.h"

#include <algorithm>
#include <vector>

namespace wfp::compile {
namespace {

// The first boundary below each node of a level.
using Firsts = std::vector<Key>;

void set_key(wfp_node& node, bool wide, std::size_t i, Key key) {
  if (wide) {
    node.wide[i] = to_wire(key);
  } else {
    node.narrow[i] = key.low;
  }
}

struct Level {
  std::vector<wfp_node> nodes;
  Firsts firsts;
};

// A node of each `count` keys; `skip` of the children's firsts stand in no node (a node does not
// name the first boundary of its first child).
Level make_level(std::span<const Key> below, std::size_t keys, std::size_t skip, bool wide) {
  Level level;
  const std::size_t stride = keys + skip;
  for (std::size_t start = 0; start < below.size(); start += stride) {
    wfp_node node{};
    for (std::size_t i = 0; i < keys; ++i) {
      const std::size_t at = start + skip + i;
      set_key(node, wide, i, at < below.size() ? below[at] : greatest_key(wide ? 128 : 64));
    }
    level.nodes.push_back(node);
    level.firsts.push_back(below[start]);
  }
  return level;
}

}  // namespace

Result<void> add_search_tree(std::span<const Key> boundaries, unsigned bits,
                             Section<wfp_node>& nodes, wfp_dimension& dimension) {
  const bool wide = bits > 64;
  const std::size_t keys = wide ? WFP_WIDE_KEYS : WFP_NARROW_KEYS;
  dimension.wide = wide ? 1 : 0;
  dimension.boundary_count = static_cast<std::uint32_t>(boundaries.size());
  std::vector<Level> levels;  // the last one first
  if (!boundaries.empty()) levels.push_back(make_level(boundaries, keys, 0, wide));
  while (!levels.empty() && levels.back().nodes.size() > 1)
    levels.push_back(make_level(levels.back().firsts, keys, 1, wide));
  if (levels.size() > WFP_MAX_DEPTH) {
    return fail(Status::insufficient_resources, "the kernel tells at most " +
                                                    std::to_string(WFP_MAX_DEPTH) +
                                                    " levels of boundaries apart");
  }
  dimension.depth = static_cast<std::uint8_t>(levels.size());
  dimension.level_end[0] = nodes.size();
  for (std::size_t i = 0; i < levels.size(); ++i) {
    for (const wfp_node& node : levels[levels.size() - 1 - i].nodes) nodes.add(node);
    dimension.level_end[i + 1] = nodes.size();
  }
  return {};
}

}  // namespace wfp::compile
