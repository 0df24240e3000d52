#include "actor.h"

#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace wfp::kernel::test {
namespace {

enum class Kind : std::uint32_t { socket, number, paused, failed };

struct Message {
  Kind kind;
  std::uint32_t unused;
  std::uint64_t number;
  Truth truth;
  char text[160];
};

void send(int channel, const Message& message) {
  if (::send(channel, &message, sizeof message, MSG_NOSIGNAL) !=
      static_cast<ssize_t>(sizeof message))
    ::_exit(9);
}

void copy_text(char* to, std::size_t size, const std::string& text) {
  const std::size_t length = std::min(text.size(), size - 1);
  std::memcpy(to, text.data(), length);
  to[length] = 0;
}

void put_address(const sockaddr_storage& from, endpoint::Address& address, std::uint16_t& port) {
  if (from.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(from);
    std::memcpy(address.data(), &v4.sin_addr, 4);
    port = ntohs(v4.sin_port);
  } else if (from.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(from);
    std::memcpy(address.data(), &v6.sin6_addr, 16);
    port = ntohs(v6.sin6_port);
  }
}

}  // namespace

Truth truth_of(const std::string& label, int fd) {
  Truth truth{};
  copy_text(truth.label, sizeof truth.label, label);
  truth.fd = fd;
  socklen_t length = sizeof truth.cookie;
  ::getsockopt(fd, SOL_SOCKET, SO_COOKIE, &truth.cookie, &length);
  int protocol = 0;
  length = sizeof protocol;
  ::getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &length);
  truth.protocol = static_cast<std::uint16_t>(protocol);
  sockaddr_storage name{};
  length = sizeof name;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &length) == 0) {
    truth.family = name.ss_family;
    put_address(name, truth.local, truth.local_port);
  }
  name = {};
  length = sizeof name;
  if (::getpeername(fd, reinterpret_cast<sockaddr*>(&name), &length) == 0) {
    put_address(name, truth.remote, truth.remote_port);
  }
  return truth;
}

void Script::tell(const Truth& truth) { send(channel_, {Kind::socket, 0, 0, truth, {}}); }

void Script::tell(const std::string& label, int fd) {
  check(fd >= 0, label);
  tell(truth_of(label, fd));
}

void Script::tell_number(const std::string& label, std::uint64_t number) {
  Message message{Kind::number, 0, number, {}, {}};
  copy_text(message.text, sizeof message.text, label);
  send(channel_, message);
}

void Script::pause() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // a change of user clears it
  send(channel_, {Kind::paused, 0, 0, {}, {}});
  char go = 0;
  if (::recv(channel_, &go, 1, 0) != 1) ::_exit(0);
}

void Script::fail(const std::string& why) {
  Message message{Kind::failed, 0, 0, {}, {}};
  copy_text(message.text, sizeof message.text, why + ": " + std::strerror(errno));
  send(channel_, message);
  ::_exit(1);
}

void Script::check(bool good, const std::string& what) {
  if (!good) fail(what);
}

Actor::Actor(const std::function<void(Script&)>& body) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) return;
  pid_ = ::fork();
  if (pid_ == 0) {
    ::close(ends[0]);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    Script script(ends[1]);
    body(script);
    script.pause();
    ::_exit(0);
  }
  ::close(ends[1]);
  channel_.reset(ends[0]);
}

Actor::~Actor() {
  channel_.reset();
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

bool Actor::wait() {
  Message message;
  while (::recv(channel_.get(), &message, sizeof message, 0) ==
         static_cast<ssize_t>(sizeof message)) {
    switch (message.kind) {
      case Kind::socket:
        sockets_.push_back(message.truth);
        break;
      case Kind::number:
        numbers_.emplace_back(message.text, message.number);
        break;
      case Kind::paused:
        return true;
      case Kind::failed:
        error_ = message.text;
        return false;
    }
  }
  error_ = "the actor died";
  return false;
}

void Actor::proceed() {
  const char go = 1;
  if (::send(channel_.get(), &go, 1, MSG_NOSIGNAL) != 1) error_ = "the actor is gone";
}

std::uint64_t Actor::cookie(const std::string& label) const {
  const auto found =
      std::ranges::find_if(sockets_, [&](const Truth& truth) { return truth.label == label; });
  return found == sockets_.end() ? 0 : found->cookie;
}

std::uint64_t Actor::number(const std::string& label) const {
  const auto found =
      std::ranges::find(numbers_, label, &std::pair<std::string, std::uint64_t>::first);
  return found == numbers_.end() ? 0 : found->second;
}

}  // namespace wfp::kernel::test
