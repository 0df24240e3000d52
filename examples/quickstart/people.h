// People: processes of several users with sockets of their own on loopback, and calls made as one
// of them.
//
// The demonstration knows the truth because it opened the sockets: their ids (SO_COOKIE), ports and
// owners.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

// A socket that somebody opened; equal ids are the same endpoint.
struct OwnSocket {
  std::uint64_t id;  // SO_COOKIE, the endpoint id
  std::uint32_t uid;
  std::uint16_t local_port;
  std::uint16_t remote_port;  // 0 = listening or bound only
  std::uint8_t protocol;
};

// A child process that runs as `uid` and holds open a TCP listener, both ends of a connection to
// it, and two UDP sockets, until the object goes.
class Person {
 public:
  Person(std::string name, std::uint32_t uid);
  Person(const Person&) = delete;
  Person& operator=(const Person&) = delete;
  ~Person();

  const std::string& name() const { return name_; }
  std::uint32_t uid() const { return uid_; }
  std::string sid() const { return "S-1-22-1-" + std::to_string(uid_); }
  const std::vector<OwnSocket>& sockets() const { return sockets_; }

 private:
  std::string name_;
  std::uint32_t uid_;
  pid_t pid_ = -1;
  std::vector<OwnSocket> sockets_;
};

// Runs `work` in a child process as `uid` with a group of the same number and no others, and
// returns what it wrote to the file descriptor it was given. An engine handle carries the
// credentials of the process that opened it.
std::string run_as(std::uint32_t uid, const std::function<void(int fd)>& work);

// Runs a program as `uid` with its output on ours; returns its exit code.
int show_as(std::uint32_t uid, const std::vector<std::string>& command);
