#include "world.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace {

[[noreturn]] void die(const char* what) {
  std::perror(what);
  std::exit(1);
}

int bound(int type, int process, int port) {
  const int fd = socket(AF_INET, type, 0);
  const int on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const linger abort_on_close{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_LINGER, &abort_on_close, sizeof abort_on_close);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(0x7f000100u + static_cast<unsigned>(process));  // 127.0.1.process
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) die("bind");
  return fd;
}

int pair_of(int listener, int process) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  const int client = bound(SOCK_STREAM, process, 0);
  if (connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) die("connect");
  return accept(listener, nullptr, nullptr);
}

void open_all(int count, int process) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);

  const int listeners = count / 5;
  const int pairs = count / 5;
  int port = 2000;
  int listener = -1;
  for (int i = 0; i < listeners; ++i) {
    listener = bound(SOCK_STREAM, process, port++);
    if (listen(listener, 16) != 0) die("listen");
  }
  for (int i = 0; i < pairs; ++i) {
    if (pair_of(listener, process) < 0) die("accept");
  }
  for (int i = 0; i < count - listeners - 2 * pairs; ++i) bound(SOCK_DGRAM, process, port++);
}

}  // namespace

void enter_own_network() {
  if (unshare(CLONE_NEWNET) != 0) die("unshare(CLONE_NEWNET)");
  const int fd = socket(AF_INET, SOCK_DGRAM, 0);
  ifreq loopback{};
  std::snprintf(loopback.ifr_name, sizeof loopback.ifr_name, "lo");
  loopback.ifr_flags = IFF_UP | IFF_RUNNING;
  if (ioctl(fd, SIOCSIFFLAGS, &loopback) != 0) die("cannot bring loopback up");
  close(fd);
  std::ofstream("/proc/sys/net/ipv4/ip_local_port_range") << "30000 65000";
}

World::World(int count, int processes) {
  for (int process = 0; process < processes; ++process) {
    int ready[2];
    if (pipe(ready) != 0) die("pipe");
    const pid_t child = fork();
    if (child < 0) die("fork");
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      open_all(count / processes, process + 1);
      if (write(ready[1], "r", 1) != 1) _exit(1);
      for (;;) pause();
    }
    children_.push_back(child);
    close(ready[1]);
    char byte = 0;
    if (read(ready[0], &byte, 1) != 1) die("a process of the world did not open its sockets");
    close(ready[0]);
  }
}

World::~World() {
  for (const pid_t child : children_) kill(child, SIGKILL);
  for (const pid_t child : children_) waitpid(child, nullptr, 0);
}
