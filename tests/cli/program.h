// Runs programs as other users and keeps what they said.
#pragma once

#include <sys/types.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace wfp::test {

struct User {
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups{};
};
inline const User kRoot{};
inline const User kAlice{4001, 4001, {}};
inline const User kBob{4002, 4002, {4100}};

struct Ran {
  int exit = -1;  // the exit code, or 128 + the signal
  std::string out, err;

  [[nodiscard]] nlohmann::json json() const;  // of `out`; discarded if it is not JSON
};

// argv[0] is the path.
Ran run(const std::vector<std::string>& argv, const User& user = kRoot,
        const std::string& input = "");

// The `wfp` of this build.
Ran wfp(std::vector<std::string> arguments, const User& user = kRoot,
        const std::string& input = "");

// A program that runs until this is destroyed. Its standard output can be read line by line.
class Running {
 public:
  Running(const std::vector<std::string>& argv, const User& user);
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  ~Running();

  [[nodiscard]] pid_t pid() const { return pid_; }
  std::string line();  // without its end; waits for it; "" at the end

 private:
  pid_t pid_ = -1;
  int out_ = -1;
};

// A process that listens on a port of its own.
class Listener {
 public:
  explicit Listener(const User& user, const std::string& program = LISTENER_PROGRAM);
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return process_.pid(); }
  // The id `wfp` shows root for it, "" if none.
  [[nodiscard]] std::string id() const;
  // The filter that selects it.
  [[nodiscard]] std::string filter() const { return "sport = " + std::to_string(port_); }

 private:
  Running process_;
  int port_ = 0;
};

// Does `user` see it?
bool sees(const User& user, const Listener& listener);

}  // namespace wfp::test
