// Room: where a result with many parts is put together, by code that runs twice: once to find out
// how much room it needs, once to make it. What it places first is what the caller of the C API
// gets.
//
//   return build([&](Room& room) -> Call<void> {
//     auto* filter = room.place<FWPM_FILTER0>();
//     filter->displayData.name = room.copy_text(std::wstring_view(name));
//     return {};
//   });
#pragma once

#include <memory_resource>
#include <optional>

#include "api/convert/block.h"

namespace wfp::api {

class Room {
 public:
  Room() = default;
  explicit Room(Block block) : block_(std::move(block)) {}

  // As Block's.
  template <class T>
  T* place(std::size_t count = 1) {
    if (block_) return block_->place<T>(count);
    T* objects = scratch<T>(count);
    std::uninitialized_value_construct_n(objects, count);
    return objects;
  }
  template <class T>
  T* copy(std::span<const T> from) {
    if (block_) return block_->copy(from);
    return scratch<T>(from.size());
  }
  template <class Char>
  Char* copy_text(std::basic_string_view<Char> text) {
    if (block_) return block_->copy_text(text);
    return scratch<Char>(text.size() + 1);
  }

  [[nodiscard]] const BlockSize& size() const { return size_; }
  [[nodiscard]] OwnedMemory release() { return block_->release(); }

 private:
  template <class T>
  T* scratch(std::size_t count) {
    size_.add<T>(count);
    return static_cast<T*>(scratch_.allocate(count * sizeof(T), alignof(T)));
  }

  std::optional<Block> block_;  // none: only measuring
  BlockSize size_;
  std::pmr::monotonic_buffer_resource scratch_;
};

// `fill` takes a Room& and returns a Call<void>; it must place the same both times.
template <class Fill>
Call<OwnedMemory> build(Fill&& fill) {
  Room measuring;
  WFP_CHECK_OK(fill(measuring));
  WFP_TRY(Block block, Block::allocate(measuring.size()));
  Room room(std::move(block));
  WFP_CHECK_OK(fill(room));
  return room.release();
}

}  // namespace wfp::api
