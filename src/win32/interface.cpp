#include "win32/interface.h"

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/unique.h"
#include "schema/interface.h"
#include "win32/edge.h"

namespace wfp::win32 {
namespace {

// A local socket, since every kind of socket answers for interfaces and this kind is there in
// programs that may not open others.
class Questions {
 public:
  static Result<Questions> open() {
    UniqueFd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!socket) return fail(Status::insufficient_resources);
    return Questions(std::move(socket));
  }

  // Fills the request; an interface that went away between two questions is one that is not there.
  Result<void> ask(unsigned long question, ifreq& request) const {
    return require(ioctl(socket_.get(), question, &request) == 0, Status::object_name_not_found);
  }

 private:
  explicit Questions(UniqueFd socket) : socket_(std::move(socket)) {}
  UniqueFd socket_;
};

// The kernel says it of an Ethernet by a folder.
bool is_wireless(const std::string& name) {
  return access(("/sys/class/net/" + name + "/wireless").c_str(), F_OK) == 0;
}

Result<Interface> describe(const Questions& kernel, ifreq& request) {
  Interface found;
  found.name = request.ifr_name;
  WFP_CHECK_OK(kernel.ask(SIOCGIFINDEX, request));
  found.index = static_cast<std::uint32_t>(request.ifr_ifindex);
  WFP_CHECK_OK(kernel.ask(SIOCGIFMTU, request));
  found.mtu = static_cast<std::uint32_t>(request.ifr_mtu);
  WFP_CHECK_OK(kernel.ask(SIOCGIFFLAGS, request));
  found.flags = static_cast<std::uint16_t>(request.ifr_flags);
  WFP_CHECK_OK(kernel.ask(SIOCGIFHWADDR, request));
  const auto luid =
      schema::interface_luid({found.index, request.ifr_hwaddr.sa_family, is_wireless(found.name)});
  WFP_CHECK_OK(require(luid.has_value(), Status::object_name_not_found));
  found.luid = *luid;
  return found;
}

}  // namespace

Result<Interface> interface_by_name(const std::string& name) {
  // The kernel would read "lo:x" as "lo".
  const bool possible = !name.empty() && name.size() < IFNAMSIZ &&
                        name.find(':') == std::string::npos && name.find('\0') == std::string::npos;
  WFP_CHECK_OK(require(possible, Status::object_name_not_found));
  WFP_TRY(const auto kernel, Questions::open());
  ifreq request{};
  std::memcpy(request.ifr_name, name.c_str(), name.size() + 1);
  return describe(kernel, request);
}

Result<Interface> interface_by_index(std::uint32_t index) {
  WFP_TRY(const auto kernel, Questions::open());
  ifreq request{};
  request.ifr_ifindex = static_cast<int>(index);
  WFP_CHECK_OK(kernel.ask(SIOCGIFNAME, request));
  WFP_TRY(auto found, describe(kernel, request));
  // The name may have passed to another interface meanwhile.
  WFP_CHECK_OK(require(found.index == index, Status::object_name_not_found));
  return found;
}

Result<Interface> interface_by_luid(std::uint64_t luid) {
  WFP_TRY(auto found, interface_by_index(schema::interface_index(luid)));
  WFP_CHECK_OK(require(found.luid == luid, Status::object_name_not_found));
  return found;
}

}  // namespace wfp::win32
