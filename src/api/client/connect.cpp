#include "api/client/connect.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "api/client/server_check.h"

namespace wfp::api {
namespace {

constexpr timeval kConnectTimeout{.tv_sec = 10, .tv_usec = 0};

Refusal no_connection(int error, const std::string& path) {
  const std::string what = path + ": " + std::strerror(error);  // NOLINT: glibc's is thread-safe
  switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ECONNREFUSED:
    case ENOTSOCK:
    case EPROTOTYPE:
      return Refusal(Status::engine_not_running, "the engine is not running (" + what + ")");
    case EAGAIN:
      return Refusal(Status::server_unavailable, "the engine accepts no connection (" + what + ")");
    default:
      return Refusal(status_from_errno(error), "cannot reach the engine (" + what + ")");
  }
}

}  // namespace

std::string engine_socket_path() {
  const char* named = secure_getenv("OPENWFP_SOCKET");
  return named != nullptr && *named != '\0' ? named : kDefaultPath;
}

Call<UniqueFd> connect_to_engine(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return fail(Refusal(Status::invalid_parameter, "the socket's path is too long: " + path));
  }
  std::memcpy(address.sun_path, path.c_str(), path.size());
  UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd) return fail(no_connection(errno, path));
  setsockopt(fd.get(), SOL_SOCKET, SO_SNDTIMEO, &kConnectTimeout, sizeof kConnectTimeout);
  int result;
  do {
    result = connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  } while (result != 0 && errno == EINTR);
  if (result != 0) return fail(no_connection(errno, path));
  WFP_CHECK_OK(check_server(fd.get(), path));
  return fd;
}

}  // namespace wfp::api
