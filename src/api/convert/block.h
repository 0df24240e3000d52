// Block: the one allocation of a result. First everything that will be in it is measured, then
// placed; the pointer that the caller of the C API frees with FwpmFreeMemory0 is the first thing
// placed.
//
//   BlockSize size;  size.add<FWP_BYTE_BLOB>();  size.add<wchar_t>(path.size() + 1);
//   WFP_TRY(Block block, Block::allocate(size));
//   auto* blob = block.place<FWP_BYTE_BLOB>();   ...   return block.release();
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>

#include "api/client/refusal.h"

namespace wfp::api {

struct FreeMemory {
  void operator()(void* memory) const noexcept { std::free(memory); }
};
// Memory for FwpmFreeMemory0; null for an empty result.
using OwnedMemory = std::unique_ptr<void, FreeMemory>;

// Room for things of an alignment of at most 8, each padded to 8 bytes.
class BlockSize {
 public:
  template <class T>
  void add(std::size_t count = 1) {
    bytes_ += padded(count * sizeof(T));
  }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  static constexpr std::size_t padded(std::size_t bytes) { return (bytes + 7) & ~std::size_t{7}; }

 private:
  std::size_t bytes_ = 0;
};

class Block {
 public:
  static Call<Block> allocate(const BlockSize& size) {
    void* memory = std::malloc(std::max<std::size_t>(size.bytes(), 1));
    if (memory == nullptr) return fail(Refusal(Status::no_memory));
    return Block(memory, size.bytes());
  }

  // `count` value-initialised Ts, in the order in which they were measured or any other.
  template <class T>
  T* place(std::size_t count = 1) {
    T* objects = static_cast<T*>(take<T>(count));
    std::uninitialized_value_construct_n(objects, count);
    return objects;
  }

  // A copy of a range, for empty ones too; of a text with a NUL behind it.
  template <class T>
  T* copy(std::span<const T> from) {
    T* objects = static_cast<T*>(take<T>(from.size()));
    std::uninitialized_copy(from.begin(), from.end(), objects);
    return objects;
  }
  template <class Char>
  Char* copy_text(std::basic_string_view<Char> text) {
    Char* copied = static_cast<Char*>(take<Char>(text.size() + 1));
    std::uninitialized_copy(text.begin(), text.end(), copied);
    copied[text.size()] = 0;
    return copied;
  }

  [[nodiscard]] OwnedMemory release() { return std::move(memory_); }

 private:
  Block(void* memory, std::size_t bytes)
      : memory_(memory), left_(bytes), next_(static_cast<std::byte*>(memory)) {}

  template <class T>
  void* take(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= 8);
    const std::size_t bytes = BlockSize::padded(count * sizeof(T));
    if (bytes > left_)
      std::abort();  // measured less than placed: an error of this library, not of its caller
    left_ -= bytes;
    return std::exchange(next_, next_ + bytes);
  }

  OwnedMemory memory_;
  std::size_t left_;
  std::byte* next_;
};

}  // namespace wfp::api
