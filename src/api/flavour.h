// The flavour of the library that this code is linked into: one of edge/flavour_*.cpp says which.
#pragma once

#include <cstdint>

#include "base/status.h"

namespace wfp::api {

struct Flavour {
  bool kernel_mode;         // sessions say so; it decides nothing
  std::uint8_t handle_tag;  // in the handles, so that those of the other library are found out
  std::uint32_t (*code)(Status);  // what functions return for a Status
};
extern const Flavour kFlavour;

}  // namespace wfp::api
