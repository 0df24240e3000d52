#include "zoo.h"

#include <netinet/in.h>
#include <sys/socket.h>

namespace wfp::kernel::test {

bool supports(int family, int type, int protocol) {
  const UniqueFd probe(::socket(family, type | SOCK_CLOEXEC, protocol));
  return probe.get() >= 0;
}

void open_tcp(Script& script) {
  for (const int family : {AF_INET, AF_INET6}) {
    const std::string version = family == AF_INET ? "4" : "6";
    const int listener = listen_tcp(script, family);
    script.tell("listener" + version, listener);
    script.tell("client" + version, connect_to(script, listener, family));
    script.tell("server" + version, accept_from(script, listener));
    script.tell("bound" + version, bind_loopback(script, family, SOCK_STREAM, 0));
  }
  const int dual = open_socket(script, AF_INET6, SOCK_STREAM, 0);
  script.check(::listen(dual, 4) == 0, "listen on ::");
  script.tell("dual listener", dual);
  const int v4 = open_socket(script, AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(truth_of("", dual).local_port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  script.check(::connect(v4, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0,
               "connect to the dual listener");
  script.tell("v4 client of dual", v4);
  script.tell("mapped server", accept_from(script, dual));
}

namespace {

void connect_datagram(Script& script, int fd, int peer) {
  sockaddr_storage name{};
  socklen_t length = sizeof name;
  script.check(::getsockname(peer, reinterpret_cast<sockaddr*>(&name), &length) == 0,
               "getsockname");
  script.check(::connect(fd, reinterpret_cast<sockaddr*>(&name), length) == 0,
               "connect a datagram socket");
}

}  // namespace

void open_datagrams(Script& script) {
  for (const int family : {AF_INET, AF_INET6}) {
    const std::string version = family == AF_INET ? "4" : "6";
    const int bound = bind_loopback(script, family, SOCK_DGRAM, 0);
    script.tell("udp bound" + version, bound);
    const int connected = open_socket(script, family, SOCK_DGRAM, 0);
    connect_datagram(script, connected, bound);
    script.tell("udp connected" + version, connected);
  }
  script.tell("udp mapped", bind_loopback(script, AF_INET6, SOCK_DGRAM, 0, true));
  if (supports(AF_INET, SOCK_DGRAM, kUdpLite)) {
    script.tell("udplite", bind_loopback(script, AF_INET, SOCK_DGRAM, kUdpLite));
  }
  const int ping = bind_loopback(script, AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
  script.tell("ping", ping);
}

void open_raw(Script& script) {
  for (const int family : {AF_INET, AF_INET6}) {
    Truth truth =
        truth_of(family == AF_INET ? "raw4" : "raw6", open_socket(script, family, SOCK_RAW, 89));
    truth.local_port = 0;  // getsockname says the protocol's number
    script.tell(truth);
  }
}

void open_mptcp(Script& script) {
  if (!supports(AF_INET, SOCK_STREAM, kMptcp)) return;
  const int listener = listen_tcp(script, AF_INET, kMptcp);
  script.tell("mptcp listener", listener);
  script.tell("mptcp client", connect_to(script, listener, AF_INET, kMptcp));
  script.tell("mptcp server", accept_from(script, listener));
}

void open_what_is_none(Script& script) {
  open_socket(script, AF_INET, SOCK_STREAM, 0);
  open_socket(script, AF_INET6, SOCK_DGRAM, 0);
  open_socket(script, AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
  open_socket(script, AF_UNIX, SOCK_STREAM, 0);
}

std::unique_ptr<Actor> zoo_of(uid_t uid, gid_t gid, const std::vector<gid_t>& groups) {
  return std::make_unique<Actor>([=](Script& script) {
    own_network(script);
    script.tell_number("network", network_inode());
    if (uid == 0) open_raw(script);
    become(script, uid, gid, groups);
    open_tcp(script);
    open_datagrams(script);
    open_mptcp(script);
    open_what_is_none(script);
  });
}

}  // namespace wfp::kernel::test
