// A wfpd of our own: private socket and state in a temporary folder, gone with the object.
#pragma once

#include <sys/types.h>

#include <string>

class Daemon {
 public:
  // `bin` holds wfpd. Sets OPENWFP_SOCKET for this process and its children.
  explicit Daemon(std::string bin);
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;
  ~Daemon();

  void start();
  void kill_hard();  // SIGKILL

 private:
  std::string bin_;
  std::string folder_;
  pid_t pid_ = -1;
};
