#include "api/client/server_check.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>

namespace wfp::api {
namespace {

constexpr uid_t kDefaultOverflow = 65534;

uid_t overflow_uid() {
  std::ifstream file("/proc/sys/kernel/overflowuid");
  uid_t id = kDefaultOverflow;
  return file >> id ? id : kDefaultOverflow;
}

// Whether the id is somebody's in this user namespace. One that nobody has stands for everybody who
// is not of the namespace.
bool is_mapped(uid_t uid) {
  std::ifstream map("/proc/self/uid_map");
  bool any = false;
  for (std::uint64_t inside = 0, outside = 0, count = 0; map >> inside >> outside >> count;) {
    any = true;
    if (uid >= inside && uid - inside < count) return true;
  }
  return !any;  // unreadable, or no map yet: deny on doubt
}

// Whether only root, of this namespace or without a name in it, can put something in this place.
// Who else could - by owning what is mounted there - made this mount namespace, and can replace
// this library as well.
bool is_of_root(const char* place, uid_t overflow, mode_t kind) {
  struct stat found{};
  if (::lstat(place, &found) != 0 || (found.st_mode & S_IFMT) != kind) return false;
  if (found.st_uid != 0 && found.st_uid != overflow) return false;
  return kind == S_IFSOCK || (found.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

bool is_engines_place(const std::string& path, uid_t overflow) {
  if (path != kDefaultPath || is_mapped(overflow)) return false;
  for (const char* folder : {"/", "/run", "/run/openwfp"}) {
    if (!is_of_root(folder, overflow, S_IFDIR)) return false;
  }
  return is_of_root(kDefaultPath, overflow, S_IFSOCK);
}

}  // namespace

Call<void> check_server(int fd, const std::string& path) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0)
    return fail(Refusal(status_from_errno(errno), "cannot tell who listens at " + path));
  const uid_t overflow = overflow_uid();
  if (peer.uid == overflow && is_engines_place(path, overflow)) return {};
  const bool is_somebody = peer.uid != overflow || is_mapped(overflow);
  if (is_somebody && (peer.uid == 0 || peer.uid == ::geteuid())) return {};
  return fail(Refusal(Status::access_denied, "who listens at " + path + " is uid " +
                                                 std::to_string(peer.uid) +
                                                 ", neither root nor you: not the engine"));
}

}  // namespace wfp::api
