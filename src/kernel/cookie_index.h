// CookieIndex: socket cookie -> row number, open addressing. A pass looks up each descriptor once;
// the standard map's node per key would cost more than all the rest of the join.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace wfp::kernel {

class CookieIndex {
 public:
  // The row of `cookie` (not 0), or `row` after entering it; true = entered now.
  std::pair<std::uint32_t, bool> insert(std::uint64_t cookie, std::uint32_t row) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    Slot& slot = find(cookie);
    if (slot.cookie == cookie) return {slot.row, false};
    slot = {cookie, row};
    ++used_;
    return {row, true};
  }

  void reserve(std::size_t cookies) {
    while (slots_.size() < 2 * cookies) grow();
  }

  [[nodiscard]] bool contains(std::uint64_t cookie) {
    return !slots_.empty() && find(cookie).cookie == cookie;
  }

 private:
  struct Slot {
    std::uint64_t cookie = 0;
    std::uint32_t row = 0;
  };

  Slot& find(std::uint64_t cookie) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = (cookie * 0x9E3779B97F4A7C15u >> 20) & mask;
    while (slots_[at].cookie != 0 && slots_[at].cookie != cookie) at = (at + 1) & mask;
    return slots_[at];
  }

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 4096 : 2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.cookie != 0) find(slot.cookie) = slot;
    }
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace wfp::kernel
