// DaemonFixture: a wfpd of the test's own - private socket, private state folder - started from
// this build, stopped by its pid, everything removed afterwards.
//
//   DaemonFixture daemon;                       // starts it; ready when the constructor is done
//   if (auto why = daemon.skip_reason(); !why.empty()) GTEST_SKIP() << why;
//   setenv("OPENWFP_SOCKET", daemon.socket().c_str(), 1);
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "support/temp_dir.h"

namespace wfp::test {

// The wfpd of this build.
const char* daemon_program();

class DaemonFixture {
 public:
  // `arguments` come after --socket, --state-dir and --config; `config` is the text of the
  // configuration file.
  explicit DaemonFixture(const std::string& config = "", std::vector<std::string> arguments = {});
  DaemonFixture(const DaemonFixture&) = delete;
  DaemonFixture& operator=(const DaemonFixture&) = delete;
  ~DaemonFixture();

  // Why the daemon cannot run for this test (it needs root); empty if it can.
  [[nodiscard]] std::string skip_reason() const;
  [[nodiscard]] bool running() const { return pid_ > 0; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] const std::string& socket() const { return socket_; }
  [[nodiscard]] const std::string& state_dir() const { return state_dir_; }
  // What it wrote so far.
  [[nodiscard]] std::string log() const;

  void start();          // waits until it accepts connections; running() tells
  int stop(int signal);  // waits for its end: the exit code, or 128 + the signal that ended it
  void kill_and_restart();

 private:
  TempDir dir_;
  std::vector<std::string> arguments_;
  std::string socket_;
  std::string state_dir_;
  std::string log_;
  pid_t pid_ = 0;
};

}  // namespace wfp::test
