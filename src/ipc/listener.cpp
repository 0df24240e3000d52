#include "ipc/listener.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace wfp::ipc {
namespace {

constexpr int kBacklog = 1024;
constexpr int kFirstPassedFd = 3;

std::unexpected<Error> error_at(const std::string& what, int error) {
  return fail(status_from_errno(error), "socket " + what + ": " + std::strerror(error));
}

Result<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (!path.starts_with('/') || path.size() >= sizeof address.sun_path) {
    return fail(Status::invalid_parameter, "socket " + path + ": an absolute path of at most " +
                                               std::to_string(sizeof address.sun_path - 1) +
                                               " bytes is needed");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

// Whoever may change the folder could put his own socket there, and clients would trust him with
// their requests.
Result<void> check_folder(const std::string& folder) {
  if (::mkdir(folder.c_str(), 0755) == 0) {
    if (::chmod(folder.c_str(), 0755) != 0) return error_at(folder, errno);
  } else if (errno != EEXIST) {
    return error_at(folder, errno);
  }
  struct stat found{};
  if (::lstat(folder.c_str(), &found) != 0) return error_at(folder, errno);
  if (!S_ISDIR(found.st_mode))
    return fail(Status::object_path_not_found, "socket folder " + folder + " is no folder");
  if (found.st_uid != 0 && found.st_uid != ::geteuid()) {
    return fail(Status::access_denied,
                "socket folder " + folder + " belongs to uid " + std::to_string(found.st_uid));
  }
  if ((found.st_mode & 022) != 0) {
    return fail(Status::access_denied,
                "socket folder " + folder + " can be written by others; make it 0755");
  }
  return {};
}

Result<UniqueFd> new_socket() {
  UniqueFd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return error_at("(new)", errno);
  return socket;
}

// A socket left behind by a daemon that was killed refuses connections; a living one accepts or is
// merely full.
Result<void> remove_stale(const std::string& path, const sockaddr_un& address) {
  struct stat found{};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return {};
    return error_at(path, errno);
  }
  if (!S_ISSOCK(found.st_mode))
    return fail(Status::object_name_collision, "socket " + path + ": a file is in its place");
  WFP_TRY(const UniqueFd probe, new_socket());
  if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ||
      errno == EAGAIN) {
    return fail(Status::fwp_in_use, "socket " + path + ": another wfpd listens there");
  }
  if (errno != ECONNREFUSED) return error_at(path, errno);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return error_at(path, errno);
  return {};
}

// The number in an environment variable, or -1.
long number_in(const char* name) {
  const char* text = std::getenv(name);
  if (!text) return -1;
  long value = -1;
  const std::string_view digits(text);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc{} && end == digits.data() + digits.size() ? value : -1;
}

// The socket systemd passed, if it passed one to this process; none is an empty UniqueFd.
Result<UniqueFd> passed_socket() {
  if (number_in("LISTEN_PID") != ::getpid()) return UniqueFd();
  const long count = number_in("LISTEN_FDS");
  ::unsetenv("LISTEN_PID");
  ::unsetenv("LISTEN_FDS");
  ::unsetenv("LISTEN_FDNAMES");
  if (count != 1)
    return fail(Status::invalid_parameter, "exactly one socket must be passed by LISTEN_FDS");
  UniqueFd socket(kFirstPassedFd);
  int listening = 0;
  int domain = 0;
  int type = 0;
  socklen_t size = sizeof listening;
  const bool good =
      ::getsockopt(socket.get(), SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 &&
      listening == 1 && ::getsockopt(socket.get(), SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
      domain == AF_UNIX && ::getsockopt(socket.get(), SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
      type == SOCK_STREAM;
  if (!good)
    return fail(Status::invalid_parameter,
                "the passed socket is no listening AF_UNIX stream socket");
  if (::fcntl(socket.get(), F_SETFD, FD_CLOEXEC) != 0) return error_at("(passed)", errno);
  if (::fcntl(socket.get(), F_SETFL, O_NONBLOCK) != 0) return error_at("(passed)", errno);
  return socket;
}

}  // namespace

Result<Listener> Listener::open(const std::string& path) {
  WFP_TRY(UniqueFd passed, passed_socket());
  if (passed) return Listener(std::move(passed), "", 0, 0);
  WFP_TRY(const sockaddr_un address, address_of(path));
  const std::string folder = path.substr(0, path.rfind('/'));
  WFP_CHECK_OK(check_folder(folder.empty() ? "/" : folder));
  WFP_CHECK_OK(remove_stale(path, address));
  WFP_TRY(UniqueFd socket, new_socket());
  if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return error_at(path, errno);
  if (::chmod(path.c_str(), 0666) != 0) return error_at(path, errno);
  if (::listen(socket.get(), kBacklog) != 0) return error_at(path, errno);
  struct stat made{};
  if (::lstat(path.c_str(), &made) != 0) return error_at(path, errno);
  return Listener(std::move(socket), path, made.st_dev, made.st_ino);
}

Result<UniqueFd> Listener::accept() const {
  UniqueFd connection(::accept4(socket_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (connection) return connection;
  if (errno == EAGAIN) return fail(Status::not_found);
  return error_at("accept", errno);
}

Listener::~Listener() {
  if (!socket_ || path_.empty()) return;
  struct stat found{};
  if (::lstat(path_.c_str(), &found) != 0 || found.st_dev != device_ || found.st_ino != inode_)
    return;
  ::unlink(path_.c_str());
}

}  // namespace wfp::ipc
