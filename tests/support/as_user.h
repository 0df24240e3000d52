// Running a piece of a test as somebody else, in a child process.
#pragma once

#include <grp.h>
#include <sys/prctl.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <vector>

namespace wfp::test {

struct UnixUser {
  uid_t uid;
  gid_t gid;
  std::vector<gid_t> groups{};
};

// Becomes `user` for good: only in a child.
inline bool become(const UnixUser& user) {
  return ::setgroups(user.groups.size(), user.groups.data()) == 0 &&
         ::setresgid(user.gid, user.gid, user.gid) == 0 &&
         ::setresuid(user.uid, user.uid, user.uid) == 0 &&
         ::prctl(PR_SET_DUMPABLE, 1) == 0;  // its files in /proc are his
}

// The exit code of `body` run in a child; 255 when it could not become that user or was killed.
inline int in_child(const std::function<int()>& body) {
  const pid_t child = ::fork();
  if (child == 0) {
    int code = 255;
    try {
      code = body();
    } catch (...) {
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

inline int as_user(const UnixUser& user, const std::function<int()>& body) {
  return in_child([&] { return become(user) ? body() : 255; });
}

}  // namespace wfp::test
