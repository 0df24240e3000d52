// ImageView: the elements of an image's sections, for who reads it as a whole.
#pragma once

#include "compile/image.h"

namespace wfp::compile {

class ImageView {
 public:
  explicit ImageView(const Image& image) : image_(image) {}

  // The i-th element of a section that holds elements of type T.
  template <class T>
  [[nodiscard]] const T& at(wfp_section which, std::uint32_t i) const {
    constexpr std::uint32_t kPerPage = WFP_PAGE_SIZE / sizeof(T);
    const wfp_page& page = image_.pages()[image_.header().section[which] + i / kPerPage];
    return reinterpret_cast<const T*>(&page)[i % kPerPage];
  }
  [[nodiscard]] const wfp_image_layer& layer(std::uint32_t i) const {
    return at<wfp_image_layer>(WFP_SECTION_LAYERS, i);
  }
  [[nodiscard]] const wfp_rule& rule(std::uint32_t i) const {
    return at<wfp_rule>(WFP_SECTION_RULES, i);
  }
  [[nodiscard]] const wfp_dimension& dimension(std::uint32_t i) const {
    return at<wfp_dimension>(WFP_SECTION_DIMENSIONS, i);
  }
  // Whether a row holds a rule, by its number at its layer.
  [[nodiscard]] bool holds(std::uint32_t row, std::uint32_t rule) const {
    const auto& chunks = at<wfp_row>(WFP_SECTION_ROWS, row);
    const auto& chunk = at<wfp_chunk>(WFP_SECTION_CHUNKS, chunks.chunk[rule / WFP_CHUNK_RULES]);
    return (chunk.word[rule / 64 % WFP_CHUNK_WORDS] >> (rule % 64) & 1) != 0;
  }
  // The i-th boundary between the intervals of a dimension that has more than one.
  [[nodiscard]] wfp_key boundary(const wfp_dimension& dimension, std::uint32_t i) const {
    const std::uint32_t keys = dimension.wide != 0 ? WFP_WIDE_KEYS : WFP_NARROW_KEYS;
    const std::uint32_t first = dimension.level_end[dimension.depth - 1];
    const auto& node = at<wfp_node>(WFP_SECTION_NODES, first + i / keys);
    if (dimension.wide != 0) return node.wide[i % keys];
    return {0, node.narrow[i % keys]};
  }

 private:
  const Image& image_;
};

}  // namespace wfp::compile
