// Section: the elements of one type of an image while it is made.
#pragma once

#include <cstring>
#include <span>
#include <vector>

#include "bpf/wire/policy_image.h"

namespace wfp::compile {

template <class T>
class Section {
 public:
  static constexpr std::size_t kPerPage = WFP_PAGE_SIZE / sizeof(T);
  static_assert(WFP_PAGE_SIZE % sizeof(T) == 0);

  // Returns its number.
  std::uint32_t add(const T& element) {
    elements_.push_back(element);
    return static_cast<std::uint32_t>(elements_.size() - 1);
  }
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(elements_.size()); }
  [[nodiscard]] std::size_t pages() const { return (elements_.size() + kPerPage - 1) / kPerPage; }
  [[nodiscard]] const T& operator[](std::size_t i) const { return elements_[i]; }

  // The elements fill pages() pages, the rest of the last is zero.
  void write(std::span<wfp_page> pages) const {
    if (!elements_.empty())
      std::memcpy(pages.data(), elements_.data(), elements_.size() * sizeof(T));
  }

 private:
  std::vector<T> elements_;
};

}  // namespace wfp::compile
