#include "kernel/iterator.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>
#include <cstring>

namespace wfp::kernel {
namespace {

constexpr std::size_t kRoom = 256 * 1024;

int print_nothing(libbpf_print_level, const char*, va_list) { return 0; }

}  // namespace

void BpfLinkTraits::close(bpf_link* link) noexcept { bpf_link__destroy(link); }

std::span<std::byte> PassBuffer::room() {
  if (memory_.size() - length_ < kRoom) memory_.resize(2 * memory_.size() + kRoom);
  return std::span(memory_).subspan(length_);
}

Result<BpfLink> attach_iterator(const bpf_program* program, unsigned tid) {
  bpf_iter_link_info info{};
  info.task.tid = tid;
  bpf_iter_attach_opts options{};  // as LIBBPF_OPTS does it, in C++
  options.sz = sizeof options;
  options.link_info = &info;
  options.link_info_len = sizeof info;
  bpf_link* link = bpf_program__attach_iter(program, tid ? &options : nullptr);
  if (!link) {
    const int error = errno;
    return fail(status_from_errno(error), std::string("cannot attach the iterator ") +
                                              bpf_program__name(program) + ": " +
                                              std::strerror(error));
  }
  return BpfLink(link);
}

Result<void> read_iterator(const BpfLink& link, PassBuffer& buffer) {
  const UniqueFd iterator(bpf_iter_create(bpf_link__fd(link.get())));
  if (iterator.get() < 0) {
    return fail(status_from_errno(errno),
                std::string("cannot open a BPF iterator: ") + std::strerror(errno));
  }
  while (true) {
    const auto room = buffer.room();
    const ssize_t got = ::read(iterator.get(), room.data(), room.size());
    if (got == 0) return {};
    if (got > 0) {
      buffer.grow(static_cast<std::size_t>(got));
    } else if (errno != EAGAIN &&
               errno != EINTR) {  // EAGAIN: a million objects without a record; go on
      return fail(status_from_errno(errno),
                  std::string("cannot read a BPF iterator: ") + std::strerror(errno));
    }
  }
}

void silence_libbpf() { libbpf_set_print(print_nothing); }

}  // namespace wfp::kernel
