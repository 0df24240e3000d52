// The network interfaces of the calling thread's network namespace, as ioctl tells of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

namespace wfp::win32 {

struct Interface {
  std::string name;
  std::uint32_t index = 0;
  std::uint32_t mtu = 0;
  std::uint64_t luid = 0;
  std::uint32_t flags = 0;  // IFF_*
};

// Status::object_name_not_found if there is none, or none that a LUID can name.
Result<Interface> interface_by_index(std::uint32_t index);
Result<Interface> interface_by_name(const std::string& name);
// The LUID must be the interface's own to the bit.
Result<Interface> interface_by_luid(std::uint64_t luid);

}  // namespace wfp::win32
