#include "win32/ip_settings.h"

#include <unistd.h>

#include <fstream>

namespace wfp::win32 {
namespace {

std::optional<std::uint32_t> number_in(const std::string& path) {
  std::ifstream file(path);
  std::int64_t value = 0;
  if (!(file >> value) || value < 0) return std::nullopt;
  return static_cast<std::uint32_t>(value);
}

}  // namespace

IpSettings::IpSettings(IpVersion version, const Interface& interface)
    : root_(version == IpVersion::v4 ? "/proc/sys/net/ipv4/" : "/proc/sys/net/ipv6/"),
      interface_(interface.name) {}

bool IpSettings::present() const {
  if (of_interface("disable_ipv6").value_or(0) != 0) return false;
  return access((root_ + "conf/" + interface_).c_str(), F_OK) == 0;
}

std::optional<std::uint32_t> IpSettings::of_interface(const char* name) const {
  return number_in(root_ + "conf/" + interface_ + "/" + name);
}

std::optional<std::uint32_t> IpSettings::of_neighbours(const char* name) const {
  return number_in(root_ + "neigh/" + interface_ + "/" + name);
}

std::optional<std::uint32_t> IpSettings::of_routes(const char* name) const {
  return number_in(root_ + "route/" + name);
}

}  // namespace wfp::win32
