// What IP does on an interface: the settings below /proc/sys/net, of the calling thread's network
// namespace.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "win32/interface.h"

namespace wfp::win32 {

enum class IpVersion : std::uint8_t { v4, v6 };

class IpSettings {
 public:
  IpSettings(IpVersion version, const Interface& interface);

  // Whether this version of IP runs on the interface.
  [[nodiscard]] bool present() const;
  // Of the interface, of its neighbours, of routes; empty where this version or kernel has none.
  [[nodiscard]] std::optional<std::uint32_t> of_interface(const char* name) const;
  [[nodiscard]] std::optional<std::uint32_t> of_neighbours(const char* name) const;
  [[nodiscard]] std::optional<std::uint32_t> of_routes(const char* name) const;

 private:
  std::string root_;
  std::string interface_;
};

}  // namespace wfp::win32
