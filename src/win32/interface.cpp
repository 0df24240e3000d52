#include "win32/interface.h"

#include <ipifcons.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/unique.h"

namespace wfp::win32 {
namespace {

// An interface whose frames look like Ethernet's may be a radio: the kernel says so by a folder.
bool is_wireless(const std::string& name) {
  struct stat info{};
  return stat(("/sys/class/net/" + name + "/wireless").c_str(), &info) == 0;
}

USHORT type_of(const std::string& name, unsigned hardware) {
  switch (hardware) {
    case ARPHRD_ETHER:
      return is_wireless(name) ? IF_TYPE_IEEE80211 : IF_TYPE_ETHERNET_CSMACD;
    case ARPHRD_LOOPBACK:
      return IF_TYPE_SOFTWARE_LOOPBACK;
    case ARPHRD_PPP:
      return IF_TYPE_PPP;
    case ARPHRD_NONE:  // what WireGuard and tun devices are
      return IF_TYPE_PROP_VIRTUAL;
    case ARPHRD_TUNNEL:
    case ARPHRD_TUNNEL6:
    case ARPHRD_SIT:
    case ARPHRD_IPGRE:
      return IF_TYPE_TUNNEL;
    default:
      return IF_TYPE_OTHER;
  }
}

}  // namespace

std::optional<Interface> find_interface(const std::string& name) {
  if (name.empty() || name.size() >= IF_NAMESIZE) return std::nullopt;
  const UniqueFd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::ranges::copy(name, request.ifr_name);
  Interface found{name, if_nametoindex(name.c_str()), 0, false, 0};
  if (found.index == 0 || ioctl(socket.get(), SIOCGIFHWADDR, &request) != 0) return std::nullopt;
  found.type = type_of(name, request.ifr_hwaddr.sa_family);
  if (ioctl(socket.get(), SIOCGIFFLAGS, &request) != 0) return std::nullopt;
  found.running = (request.ifr_flags & IFF_RUNNING) != 0;
  if (ioctl(socket.get(), SIOCGIFMTU, &request) != 0) return std::nullopt;
  found.mtu = static_cast<ULONG>(request.ifr_mtu);
  return found;
}

std::optional<Interface> find_interface(NET_IFINDEX index) {
  char name[IF_NAMESIZE];
  if (if_indextoname(index, name) == nullptr) return std::nullopt;
  return find_interface(std::string(name));
}

std::optional<Interface> find_interface_of_luid(ULONG64 luid) {
  auto found = find_interface(static_cast<NET_IFINDEX>(luid >> 24 & 0xffffff));
  if (found && found->luid() != luid) return std::nullopt;
  return found;
}

}  // namespace wfp::win32
