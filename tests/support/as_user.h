// Running a piece of a test as somebody else, in a child process.
#pragma once

#include <grp.h>
#include <signal.h>
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

// A child that runs beside the test until the test has no more use for it: then it is killed.
class Background {
 public:
  // `body` calls its argument once, with whether all went well, and does not return.
  template <class Body>
  explicit Background(const Body& body) {
    int ends[2];
    if (::pipe(ends) != 0) return;
    pid_ = ::fork();
    if (pid_ == 0) {
      try {
        body([&](bool well) {
          const char byte = well ? 1 : 0;
          if (::write(ends[1], &byte, 1) != 1) ::_exit(1);
        });
      } catch (...) {
      }
      ::_exit(1);
    }
    ::close(ends[1]);
    char byte = 0;
    is_ready_ = ::read(ends[0], &byte, 1) == 1 && byte == 1;
    ::close(ends[0]);
  }
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;
  ~Background() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  [[nodiscard]] bool is_ready() const { return is_ready_; }

 private:
  pid_t pid_ = -1;
  bool is_ready_ = false;
};

}  // namespace wfp::test
