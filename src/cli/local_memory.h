// LocalOwned: memory that Windows' base functions hand out, freed as they want it freed.
#pragma once

#include <memory>

#include "windows.h"

namespace wfp::cli {

struct LocalMemory {
  void operator()(void* memory) const { LocalFree(memory); }
};
template <class T>
using LocalOwned = std::unique_ptr<T, LocalMemory>;

}  // namespace wfp::cli
