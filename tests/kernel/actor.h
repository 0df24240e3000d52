// Actor: a process of the test's making that opens sockets, says what they are, and stays until the
// test lets it go.
//
//   Actor actor([](Script& script) {
//     become(1001, 1002, {7, 8});
//     script.tell("listener", listen_tcp());
//     script.pause();                          // the test looks
//   });
//   ASSERT_TRUE(actor.wait()) << actor.error();
//
// What an actor tells comes from getsockname and its kin, not from what is tested. It ends with the
// Actor.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/unique.h"
#include "endpoint/endpoint.h"

namespace wfp::kernel::test {

// A socket as its owner knows it.
struct Truth {
  char label[48];
  std::uint64_t cookie;
  endpoint::Address local;
  endpoint::Address remote;
  std::uint16_t local_port;
  std::uint16_t remote_port;
  std::uint16_t protocol;
  std::uint16_t family;
  std::int32_t fd;
};

class Script {
 public:
  explicit Script(int channel) : channel_(channel) {}

  void tell(const std::string& label, int fd);
  void tell(const Truth& truth);
  // A number the test wants: a pid, an inode.
  void tell_number(const std::string& label, std::uint64_t number);
  // Stops until the test calls proceed(); ends the process when the test is over.
  void pause();
  // Ends the process with a reason.
  [[noreturn]] void fail(const std::string& why);
  void check(bool good, const std::string& what);

 private:
  int channel_;
};

class Actor {
 public:
  explicit Actor(const std::function<void(Script&)>& body);
  Actor(const Actor&) = delete;
  Actor& operator=(const Actor&) = delete;
  ~Actor();

  // Until the next pause; false if the actor failed.
  bool wait();
  void proceed();

  [[nodiscard]] std::uint32_t pid() const { return static_cast<std::uint32_t>(pid_); }
  [[nodiscard]] const std::vector<Truth>& sockets() const { return sockets_; }
  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] std::uint64_t cookie(const std::string& label) const;  // 0 = not told
  [[nodiscard]] std::uint64_t number(const std::string& label) const;  // 0 = not told

 private:
  pid_t pid_ = -1;
  UniqueFd channel_;
  std::vector<Truth> sockets_;
  std::vector<std::pair<std::string, std::uint64_t>> numbers_;
  std::string error_;
};

Truth truth_of(const std::string& label, int fd);

}  // namespace wfp::kernel::test
