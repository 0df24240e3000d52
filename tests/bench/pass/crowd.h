// Crowd: processes that hold sockets, of which 20 % listen, 40 % are connected TCP and 40 % UDP.
// Ends with its owner.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <vector>

#include "base/result.h"
#include "base/unique.h"

namespace wfp::bench {

class Crowd {
 public:
  // In the calling process's network namespace, whose loopback interface is up.
  static Result<Crowd> gather(std::size_t sockets, std::size_t processes);
  Crowd(Crowd&&) = default;
  Crowd& operator=(Crowd&&) = delete;
  ~Crowd();

 private:
  Crowd() = default;

  UniqueFd life_;  // the members stay as long as this is open
  std::vector<pid_t> members_;
};

// Gives the process a network namespace of its own with loopback up and ports enough.
Result<void> own_network();

}  // namespace wfp::bench
