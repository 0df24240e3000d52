// BPF iterators as files: attached once, opened anew for each pass, read to the end.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/unique.h"

struct bpf_link;
struct bpf_program;

namespace wfp::kernel {

struct BpfLinkTraits {
  using Handle = bpf_link*;
  static constexpr bpf_link* kNone = nullptr;
  static void close(bpf_link* link) noexcept;
};
using BpfLink = Unique<BpfLinkTraits>;

// What a pass reads; keeps its memory from pass to pass.
class PassBuffer {
 public:
  void clear() { length_ = 0; }
  [[nodiscard]] std::span<const std::byte> bytes() const {
    return std::span(memory_).first(length_);
  }

  // Room for at least one of the kernel's 32 KiB buffers, to be read into.
  std::span<std::byte> room();
  void grow(std::size_t bytes) { length_ += bytes; }

 private:
  std::vector<std::byte> memory_;
  std::size_t length_ = 0;
};

// `tid` other than 0 restricts a task iterator to that thread.
Result<BpfLink> attach_iterator(const bpf_program* program, unsigned tid = 0);

// Opens the iterator in the calling thread's network namespace and appends all it yields.
Result<void> read_iterator(const BpfLink& link, PassBuffer& buffer);

// Sends libbpf's own messages nowhere: errors are returned. Process-wide, as libbpf's setting is.
void silence_libbpf();

}  // namespace wfp::kernel
