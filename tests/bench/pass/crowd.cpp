#include "crowd.h"

#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

namespace wfp::bench {
namespace {

constexpr rlim_t kDescriptors = 20000;

std::unexpected<Error> failure(const char* what) {
  return fail(status_from_errno(errno), std::string(what) + ": " + std::strerror(errno));
}

// Addresses of the member's own in 127/8, so that ports do not run out.
sockaddr_in address_of(std::size_t member, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(0x7f000001u + (static_cast<std::uint32_t>(member + 1) << 8));
  return address;
}

bool bind_to(int fd, sockaddr_in address) {
  return ::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
}

int listen_at(std::size_t member, int backlog, sockaddr_in& name) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  socklen_t length = sizeof name;
  const bool good = fd >= 0 && bind_to(fd, address_of(member, 0)) && ::listen(fd, backlog) == 0 &&
                    ::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &length) == 0;
  return good ? fd : -1;
}

// Opens ten sockets at a time until there are `count`.
bool open_sockets(std::size_t member, std::size_t count) {
  sockaddr_in server{}, unused{};
  const int listener = listen_at(member, 1024, server);
  if (listener < 0) return false;
  for (std::size_t made = 1; made < count;) {
    switch (made % 10) {
      case 0:
      case 1:
        if (listen_at(member, 8, unused) < 0) return false;
        ++made;
        break;
      case 2:
      case 4: {
        const int client = ::socket(AF_INET, SOCK_STREAM, 0);
        const bool good =
            bind_to(client, address_of(member, 0)) &&
            ::connect(client, reinterpret_cast<sockaddr*>(&server), sizeof server) == 0;
        if (!good || ::accept(listener, nullptr, nullptr) < 0) return false;
        made += 2;
        break;
      }
      default:
        if (!bind_to(::socket(AF_INET, SOCK_DGRAM, 0), address_of(member, 0))) return false;
        ++made;
    }
  }
  return true;
}

[[noreturn]] void be_member(std::size_t member, std::size_t count, int ready, int life) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit limit{kDescriptors, kDescriptors};
  ::setrlimit(RLIMIT_NOFILE, &limit);
  const char outcome = open_sockets(member, count) ? 'y' : 'n';
  char end = 0;
  if (::write(ready, &outcome, 1) == 1 && ::read(life, &end, 1) < 0) ::_exit(1);
  ::_exit(0);
}

}  // namespace

Result<void> own_network() {
  if (::unshare(CLONE_NEWNET) != 0) return failure("unshare(CLONE_NEWNET)");
  const UniqueFd control(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP;
  if (::ioctl(control.get(), SIOCSIFFLAGS, &request) != 0) return failure("lo up");
  const UniqueFd ports(::open("/proc/sys/net/ipv4/ip_local_port_range", O_WRONLY | O_CLOEXEC));
  if (::write(ports.get(), "1024 65000", 10) != 10) return failure("ip_local_port_range");
  return {};
}

Result<Crowd> Crowd::gather(std::size_t sockets, std::size_t processes) {
  int ready[2], life[2];
  if (::pipe2(ready, O_CLOEXEC) != 0 || ::pipe2(life, O_CLOEXEC) != 0) return failure("pipe");
  Crowd crowd;
  for (std::size_t member = 0; member < processes; ++member) {
    const pid_t pid = ::fork();
    if (pid == 0) {
      ::close(life[1]);
      be_member(member, sockets / processes, ready[1], life[0]);
    }
    crowd.members_.push_back(pid);
  }
  crowd.life_.reset(life[1]);
  ::close(life[0]);
  ::close(ready[1]);
  const UniqueFd answers(ready[0]);
  for (std::size_t member = 0; member < processes; ++member) {
    char outcome = 'n';
    if (::read(answers.get(), &outcome, 1) != 1 || outcome != 'y') {
      return fail(Status::insufficient_resources, "a process could not open its sockets");
    }
  }
  return crowd;
}

Crowd::~Crowd() {
  life_.reset();
  for (const pid_t member : members_) ::waitpid(member, nullptr, 0);
}

}  // namespace wfp::bench
