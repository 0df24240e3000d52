#include "daemon.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace {

bool answers(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool connected = connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  close(fd);
  return connected;
}

}  // namespace

Daemon::Daemon(std::string bin) : bin_(std::move(bin)) {
  std::string pattern =
      (std::filesystem::temp_directory_path() / "openwfp-quickstart.XXXXXX").string();
  if (!mkdtemp(pattern.data())) std::perror("mkdtemp"), std::exit(1);
  folder_ = pattern;
  chmod(folder_.c_str(), 0755);
  setenv("OPENWFP_SOCKET", (folder_ + "/wfpd.sock").c_str(), 1);
  start();
}

Daemon::~Daemon() {
  if (pid_ > 0) {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void Daemon::start() {
  const std::string program = bin_ + "/wfpd";
  const std::string socket_path = folder_ + "/wfpd.sock";
  const std::string state = folder_ + "/state";
  const std::string log = folder_ + "/wfpd.log";
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(out, 1);
    dup2(out, 2);
    execl(program.c_str(), "wfpd", "--observe", "--socket", socket_path.c_str(), "--state-dir",
          state.c_str(), nullptr);
    _exit(127);
  }
  for (int i = 0; i < 1000; ++i) {
    if (answers(socket_path)) return;
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) break;
    usleep(10'000);
  }
  std::fprintf(stderr, "wfpd did not start:\n");
  std::fflush(stderr);
  if (std::system(("cat '" + log + "' >&2").c_str()) != 0) std::perror("cat");
  std::exit(1);
}

void Daemon::kill_hard() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}
