// Network interfaces under Windows' names. A LUID is the type in the high 16 bits and the index
// below them: type << 48 | index << 24.
#pragma once

#include <netioapi.h>

#include <optional>
#include <string>

namespace wfp::win32 {

struct Interface {
  std::string name;
  NET_IFINDEX index;
  USHORT type;  // IF_TYPE_*
  bool running;
  ULONG mtu;

  [[nodiscard]] ULONG64 luid() const { return ULONG64{type} << 48 | ULONG64{index} << 24; }
};

// Of the calling thread's network namespace.
std::optional<Interface> find_interface(NET_IFINDEX index);
std::optional<Interface> find_interface(const std::string& name);
// None whose type is another one now, either.
std::optional<Interface> find_interface_of_luid(ULONG64 luid);

}  // namespace wfp::win32
