#include "daemon/state_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace wfp::daemon {
namespace {

std::unexpected<Error> error_at(const std::string& path, int error) {
  return fail(status_from_errno(error), "state folder " + path + ": " + std::strerror(error));
}

Result<void> check(const std::string& path, const struct stat& found) {
  if (found.st_uid != ::geteuid()) {
    return fail(Status::access_denied, "state folder " + path + " belongs to uid " +
                                           std::to_string(found.st_uid) + ", not to the daemon's " +
                                           std::to_string(::geteuid()));
  }
  if ((found.st_mode & 077) != 0) {
    return fail(Status::access_denied, "state folder " + path + " is open to others; make it 0700");
  }
  return {};
}

}  // namespace

Result<StateDir> StateDir::open(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return error_at(path, errno);
  const UniqueFd folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder) return error_at(path, errno);
  struct stat found{};
  if (::fstat(folder.get(), &found) != 0) return error_at(path, errno);
  WFP_CHECK_OK(check(path, found));
  UniqueFd lock(::openat(folder.get(), "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!lock) return error_at(path + "/lock", errno);
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return error_at(path + "/lock", errno);
    return fail(Status::fwp_in_use, "another wfpd uses the state folder " + path);
  }
  return StateDir(path, std::move(lock));
}

}  // namespace wfp::daemon
