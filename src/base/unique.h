// Unique<Traits>: sole owner of a handle that is not memory. The size of the raw handle.
//
//   struct FdTraits { using Handle = int; static constexpr int kNone = -1; static void close(int)
//   noexcept; };
#pragma once

#include <unistd.h>

#include <utility>

namespace wfp {

template <class Traits>
class Unique {
 public:
  using Handle = typename Traits::Handle;

  Unique() = default;
  explicit Unique(Handle handle) : handle_(handle) {}
  Unique(Unique&& other) noexcept : handle_(other.release()) {}
  Unique& operator=(Unique&& other) noexcept {
    reset(other.release());
    return *this;
  }
  ~Unique() { reset(); }

  [[nodiscard]] Handle get() const { return handle_; }
  explicit operator bool() const { return handle_ != Traits::kNone; }
  [[nodiscard]] Handle release() { return std::exchange(handle_, Traits::kNone); }
  void reset(Handle handle = Traits::kNone) noexcept {
    const Handle old = std::exchange(handle_, handle);
    if (old != Traits::kNone && old != handle) Traits::close(old);
  }

 private:
  Handle handle_ = Traits::kNone;
};

struct FdTraits {
  using Handle = int;
  static constexpr int kNone = -1;
  static void close(int fd) noexcept { ::close(fd); }
};
using UniqueFd = Unique<FdTraits>;

}  // namespace wfp
