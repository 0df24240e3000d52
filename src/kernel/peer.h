// Peer: who is at the other end of an accepted AF_UNIX socket, as the kernel keeps it from
// connect(2).
//
// The credentials are those of the moment of connect(2), whatever the process has become since;
// nothing is read from /proc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/unique.h"
#include "endpoint/endpoint.h"

namespace wfp::kernel {

struct Peer {
  std::uint32_t pid = 0;  // as the daemon's pid namespace counts; 0 = not in it
  UniqueFd pidfd;         // of that very process; none if it has ended
  endpoint::CredentialSet
      credentials;          // effective ids, all groups, capabilities, user namespace; id is 0
  endpoint::Cgroup cgroup;  // of the peer's socket; empty if the kernel no longer says
};

class PeerReader {
 public:
  // Needs CAP_BPF and CAP_PERFMON.
  static Result<std::unique_ptr<PeerReader>> open(std::string system_slice = "/system.slice");
  ~PeerReader();

  // `socket` was accepted by this process. Safe from several threads. access_denied when the
  // kernel's accounts of the peer contradict each other.
  Result<Peer> read(int socket);

 private:
  struct State;
  explicit PeerReader(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace wfp::kernel
