// WireBuffer: room for one ACL or condition while it is being written, 64 KiB on the stack.
// Internal to this folder.
#pragma once

#include <cstdint>

#include "security/bytes.h"

namespace wfp::security {

class WireBuffer {
 public:
  static constexpr std::size_t kCapacity = 0x10000;

  WireBuffer() {}  // NOLINT: data_ stays uninitialised on purpose; only what was written is read
  WireBuffer(const WireBuffer&) = delete;
  WireBuffer& operator=(const WireBuffer&) = delete;

  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] ByteView bytes() const { return {data_, size_}; }
  [[nodiscard]] std::uint8_t* at(std::size_t offset) { return data_ + offset; }
  // More was written than fits: what is here is not to be used.
  [[nodiscard]] bool full() const { return full_; }

  template <class T>
  void put(T value) {
    if (std::uint8_t* to = extend(sizeof value)) store(to, value);
  }
  void put(const void* from, std::size_t size) {
    if (size == 0) return;  // `from` may be null then
    if (std::uint8_t* to = extend(size)) std::memcpy(to, from, size);
  }
  // Pads with zeros to a multiple of 4 counted from the buffer's start.
  void align() {
    while (size_ % 4 != 0 && !full_) put(std::uint8_t{0});
  }
  void truncate(std::size_t size) { size_ = size; }
  // `size` bytes to be filled in by the caller, or nullptr.
  std::uint8_t* extend(std::size_t size) {
    if (size > kCapacity - size_) {
      full_ = true;
      return nullptr;
    }
    std::uint8_t* const to = data_ + size_;
    size_ += size;
    return to;
  }

 private:
  std::size_t size_ = 0;
  bool full_ = false;
  std::uint8_t data_[kCapacity];
};

}  // namespace wfp::security
