#include "people.h"

#include <arpa/inet.h>
#include <grp.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>

namespace {

[[noreturn]] void die(const char* what) {
  std::perror(what);
  std::exit(1);
}

void become(std::uint32_t uid) {
  if (setgroups(0, nullptr) != 0 || setresgid(uid, uid, uid) != 0 || setresuid(uid, uid, uid) != 0)
    die("cannot become the user");
  prctl(PR_SET_PDEATHSIG, SIGKILL);
}

int bound(int type) {
  const int fd = socket(AF_INET, type, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) die("bind");
  return fd;
}

sockaddr_in name_of(int fd, decltype(getsockname)* query) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (query(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) address = {};
  return address;
}

int connected_to(int fd, int type) {
  const sockaddr_in peer = name_of(fd, getsockname);
  const int client = bound(type);
  if (connect(client, reinterpret_cast<const sockaddr*>(&peer), sizeof peer) != 0) die("connect");
  return client;
}

OwnSocket describe(int fd, std::uint32_t uid, std::uint8_t protocol) {
  std::uint64_t cookie = 0;
  socklen_t size = sizeof cookie;
  if (getsockopt(fd, SOL_SOCKET, SO_COOKIE, &cookie, &size) != 0) die("SO_COOKIE");
  return {cookie, uid, ntohs(name_of(fd, getsockname).sin_port),
          ntohs(name_of(fd, getpeername).sin_port), protocol};
}

std::array<OwnSocket, 5> open_sockets(std::uint32_t uid) {
  const int listener = bound(SOCK_STREAM);
  if (listen(listener, 4) != 0) die("listen");
  const int client = connected_to(listener, SOCK_STREAM);
  const int server = accept(listener, nullptr, nullptr);
  if (server < 0) die("accept");
  const int udp = bound(SOCK_DGRAM);
  const int udp_client = connected_to(udp, SOCK_DGRAM);
  return {describe(listener, uid, IPPROTO_TCP), describe(client, uid, IPPROTO_TCP),
          describe(server, uid, IPPROTO_TCP), describe(udp, uid, IPPROTO_UDP),
          describe(udp_client, uid, IPPROTO_UDP)};
}

}  // namespace

Person::Person(std::string name, std::uint32_t uid) : name_(std::move(name)), uid_(uid) {
  int pipe_fds[2];
  if (pipe(pipe_fds) != 0) die("pipe");
  pid_ = fork();
  if (pid_ < 0) die("fork");
  if (pid_ == 0) {
    close(pipe_fds[0]);
    become(uid);
    const auto sockets = open_sockets(uid);
    if (write(pipe_fds[1], sockets.data(), sizeof sockets) != sizeof sockets) _exit(1);
    for (;;) pause();
  }
  close(pipe_fds[1]);
  std::array<OwnSocket, 5> sockets{};
  const bool told = read(pipe_fds[0], sockets.data(), sizeof sockets) == sizeof sockets;
  close(pipe_fds[0]);
  if (!told) die("the user's process did not open its sockets");
  sockets_.assign(sockets.begin(), sockets.end());
}

Person::~Person() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

std::string run_as(std::uint32_t uid, const std::function<void(int fd)>& work) {
  int pipe_fds[2];
  if (pipe(pipe_fds) != 0) die("pipe");
  std::fflush(stdout);  // or the child would print it again
  const pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    close(pipe_fds[0]);
    become(uid);
    work(pipe_fds[1]);
    std::exit(0);
  }
  close(pipe_fds[1]);
  std::string said;
  char buffer[4096];
  for (ssize_t n; (n = read(pipe_fds[0], buffer, sizeof buffer)) > 0;)
    said.append(buffer, static_cast<size_t>(n));
  close(pipe_fds[0]);
  waitpid(child, nullptr, 0);
  return said;
}

int show_as(std::uint32_t uid, const std::vector<std::string>& command) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child < 0) die("fork");
  if (child == 0) {
    become(uid);
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
