// Image: a policy as the kernel decides by it (bpf/wire/policy_image.h), in memory. Immutable.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "bpf/wire/policy_image.h"

namespace wfp::compile {

class Image {
 public:
  explicit Image(std::vector<wfp_page> pages) : pages_(std::move(pages)) {}

  [[nodiscard]] std::span<const wfp_page> pages() const { return pages_; }
  [[nodiscard]] const wfp_image_header& header() const { return pages_[0].header; }
  [[nodiscard]] std::size_t size() const { return pages_.size() * sizeof(wfp_page); }

 private:
  std::vector<wfp_page> pages_;  // at least one
};

}  // namespace wfp::compile
