#include "support/daemon_fixture.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <fstream>
#include <sstream>
#include <thread>

namespace wfp::test {
namespace {

constexpr int kStartTries = 3000;  // of 10 ms: a sanitized daemon on a busy machine starts slowly

bool accepts(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool connected =
      ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return connected;
}

int exit_code(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

const char* daemon_program() { return WFP_WFPD; }

DaemonFixture::DaemonFixture(const std::string& config, std::vector<std::string> arguments)
    : socket_(dir_.file("run/wfpd.sock")), state_dir_(dir_.file("state")), log_(dir_.file("log")) {
  ::chmod(dir_.path().c_str(), 0755);  // other users connect through it
  const std::string config_file = dir_.file("wfpd.conf");
  std::ofstream(config_file) << config;
  arguments_ = {WFP_WFPD, "--socket", socket_, "--state-dir", state_dir_, "--config", config_file};
  arguments_.insert(arguments_.end(), arguments.begin(), arguments.end());
  if (skip_reason().empty()) start();
}

// A sanitizer reports what it found in the daemon, leaks too, when that ends by itself.
DaemonFixture::~DaemonFixture() {
  if (!running()) return;
  EXPECT_EQ(stop(SIGTERM), 0) << log();
}

std::string DaemonFixture::skip_reason() const {
  return ::geteuid() == 0 ? "" : "wfpd needs root's capabilities";
}

std::string DaemonFixture::log() const {
  std::ostringstream text;
  text << std::ifstream(log_).rdbuf();
  return text.str();
}

void DaemonFixture::start() {
  std::vector<char*> argv;
  for (std::string& argument : arguments_) argv.push_back(argument.data());
  argv.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) {
    const int log = ::open(log_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ::dup2(log, STDOUT_FILENO);
    ::dup2(log, STDERR_FILENO);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  for (int i = 0; i < kStartTries; ++i) {
    if (accepts(socket_)) return;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  pid_ = 0;
}

int DaemonFixture::stop(int signal) {
  if (!running()) return -1;
  int status = 0;
  ::kill(pid_, signal);
  ::waitpid(pid_, &status, 0);
  pid_ = 0;
  return exit_code(status);
}

void DaemonFixture::kill_and_restart() {
  stop(SIGKILL);
  start();
}

}  // namespace wfp::test
