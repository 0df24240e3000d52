#include "stage.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <grp.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

namespace wfp::kernel::test {
namespace {

struct Name {
  sockaddr_storage storage{};
  socklen_t length = 0;
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

Name loopback(int family, std::uint16_t port, bool mapped = false) {
  Name name;
  if (family == AF_INET) {
    auto& v4 = reinterpret_cast<sockaddr_in&>(name.storage);
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    name.length = sizeof v4;
  } else {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(name.storage);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    ::inet_pton(AF_INET6, mapped ? "::ffff:127.0.0.1" : "::1", &v6.sin6_addr);
    name.length = sizeof v6;
  }
  return name;
}

void write_file(const char* path, const char* text) {
  const UniqueFd file(::open(path, O_WRONLY | O_CLOEXEC));
  if (file.get() >= 0 && ::write(file.get(), text, std::strlen(text)) < 0) return;
}

}  // namespace

void own_network(Script& script) {
  script.check(::unshare(CLONE_NEWNET) == 0, "unshare(CLONE_NEWNET)");
  const UniqueFd control(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP;
  script.check(::ioctl(control.get(), SIOCSIFFLAGS, &request) == 0, "lo up");
  write_file("/proc/sys/net/ipv4/ping_group_range", "0 2147483647");
}

std::uint32_t network_inode() {
  struct stat status{};
  return ::stat("/proc/thread-self/ns/net", &status) == 0
             ? static_cast<std::uint32_t>(status.st_ino)
             : 0;
}

void become(Script& script, uid_t uid, gid_t gid, const std::vector<gid_t>& groups) {
  script.check(::setgroups(groups.size(), groups.data()) == 0, "setgroups");
  script.check(::setresgid(gid, gid, gid) == 0, "setresgid");
  script.check(::setresuid(uid, uid, uid) == 0, "setresuid");
}

int open_socket(Script& script, int family, int type, int protocol) {
  const int fd = ::socket(family, type, protocol);
  script.check(fd >= 0, "socket(" + std::to_string(family) + ", " + std::to_string(type) + ", " +
                            std::to_string(protocol) + ")");
  return fd;
}

int listen_tcp(Script& script, int family, int protocol, std::uint16_t port) {
  const int fd = open_socket(script, family, SOCK_STREAM, protocol);
  const Name name = loopback(family, port);
  script.check(::bind(fd, name.get(), name.length) == 0, "bind");
  script.check(::listen(fd, 16) == 0, "listen");
  return fd;
}

int connect_to(Script& script, int listener, int family, int protocol) {
  const std::uint16_t port = truth_of("", listener).local_port;
  const int fd = open_socket(script, family, SOCK_STREAM, protocol);
  const Name name =
      loopback(family, port, family == AF_INET6 && truth_of("", listener).family == AF_INET);
  script.check(::connect(fd, name.get(), name.length) == 0, "connect");
  return fd;
}

int accept_from(Script& script, int listener) {
  const int fd = ::accept(listener, nullptr, nullptr);
  script.check(fd >= 0, "accept");
  return fd;
}

int bind_loopback(Script& script, int family, int type, int protocol, bool mapped) {
  const int fd = open_socket(script, family, type, protocol);
  const Name name = loopback(family, 0, mapped);
  script.check(::bind(fd, name.get(), name.length) == 0, "bind");
  return fd;
}

void send_fd(Script& script, int through, int fd) {
  char byte = 'x';
  iovec data{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof fd)] = {};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof fd);
  std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
  script.check(::sendmsg(through, &message, 0) == 1, "sendmsg(SCM_RIGHTS)");
}

int receive_fd(Script& script, int through) {
  char byte = 0;
  iovec data{&byte, 1};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  script.check(::recvmsg(through, &message, 0) == 1 && CMSG_FIRSTHDR(&message),
               "recvmsg(SCM_RIGHTS)");
  int fd = -1;
  std::memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
  return fd;
}

}  // namespace wfp::kernel::test
