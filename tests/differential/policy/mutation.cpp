#include "mutation.h"

#include <algorithm>
#include <utility>

namespace wfp::compile::differential {
namespace {

// Calls `change` with each element of a section.
template <class T, class Change>
void for_each(std::vector<wfp_page>& pages, wfp_section which, Change change) {
  const wfp_image_header header = pages[0].header;
  auto* elements = reinterpret_cast<T*>(&pages[header.section[which]]);
  for (std::uint32_t i = 0; i < header.element_count[which]; ++i) change(elements[i], i);
}

void shift_boundaries(std::vector<wfp_page>& pages) {
  for_each<wfp_node>(pages, WFP_SECTION_NODES, [](wfp_node& node, std::uint32_t) {
    for (auto& key : node.narrow) {
      if (key != ~std::uint64_t{0} && key % 2 == 1) ++key;
    }
  });
}

}  // namespace

Image mutated(const Image& image, Mutation mutation) {
  std::vector<wfp_page> pages(image.pages().begin(), image.pages().end());
  const auto rules = [&](auto change) { for_each<wfp_rule>(pages, WFP_SECTION_RULES, change); };
  const auto aces = [&](auto change) { for_each<wfp_ace>(pages, WFP_SECTION_ACES, change); };
  const auto layers = [&](auto change) {
    for_each<wfp_image_layer>(pages, WFP_SECTION_LAYERS, change);
  };
  switch (mutation) {
    case Mutation::none:
      break;
    case Mutation::soft_blocks:
      rules([](wfp_rule& rule, std::uint32_t) { rule.flags &= ~std::uint32_t{WFP_RULE_HARD}; });
      break;
    case Mutation::sublayers_speak_twice: {
      std::vector<wfp_image_layer> all;
      layers([&](const wfp_image_layer& layer, std::uint32_t) { all.push_back(layer); });
      rules([&](wfp_rule& rule, std::uint32_t i) {
        for (const wfp_image_layer& layer : all) {
          if (i - layer.first_rule < layer.rule_count)
            rule.next_sublayer = i - layer.first_rule + 1;
        }
      });
      break;
    }
    case Mutation::absent_matches_all:
      for_each<wfp_dimension>(pages, WFP_SECTION_DIMENSIONS,
                              [](wfp_dimension& d, std::uint32_t) { d.absent_row = WFP_ALL_ROW; });
      break;
    case Mutation::denials_allow:
      aces([](wfp_ace& ace, std::uint32_t) { ace.denies = 0; });
      break;
    case Mutation::descriptors_run_on:
      aces([](wfp_ace& ace, std::uint32_t) { ace.first = 0; });
      break;
    case Mutation::intervals_are_short:
      shift_boundaries(pages);
      break;
    case Mutation::last_rule_is_lost:
      layers([](wfp_image_layer& layer, std::uint32_t) {
        if (layer.rule_count != 0) --layer.rule_count;
      });
      break;
    case Mutation::users_are_ignored:
      rules([](wfp_rule& rule, std::uint32_t) { rule.user_test = WFP_NO_USER_TEST; });
      break;
    case Mutation::other_dimensions_are_ignored:
      layers([](wfp_image_layer& layer, std::uint32_t) {
        layer.dimension_count =
            std::min<std::uint32_t>(layer.dimension_count, WFP_SCANNED_DIMENSIONS);
      });
      break;
  }
  return Image(std::move(pages));
}

}  // namespace wfp::compile::differential
