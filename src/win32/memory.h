// Memory that Windows' functions hand to a program, which gives it back to LocalFree.
#pragma once

#include <windows.h>

#include <cstdlib>
#include <memory>
#include <span>

#include "base/result.h"

namespace wfp::win32 {

struct FreeLocal {
  void operator()(void* memory) const noexcept { std::free(memory); }
};
using LocalBytes = std::unique_ptr<void, FreeLocal>;

// `size` bytes, zeroed, aligned for any type.
Result<LocalBytes> allocate(std::size_t size);

// A copy for the program.
Result<LocalBytes> local_copy(std::span<const std::uint8_t> bytes);

}  // namespace wfp::win32
