// Ports: the two things the daemon asks of the running system. main gives it the kernel's; tests
// give it fakes, and nothing else of the daemon is ever replaced in a test.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/unique.h"
#include "endpoint/snapshot.h"
#include "security/token.h"

namespace wfp::daemon {

using SnapshotPtr = std::shared_ptr<const endpoint::Snapshot>;
using CredentialSetPtr = std::shared_ptr<const endpoint::CredentialSet>;

class EndpointSource {
 public:
  virtual ~EndpointSource() = default;

  // A pass over the kernel's sockets begun after the call. Blocks; called on a worker thread.
  virtual Result<SnapshotPtr> snapshot() = 0;

  // The credentials with this localTokenModifiedId, or nullptr. Any thread.
  virtual CredentialSetPtr credential_set(std::uint64_t id) = 0;
};

// Who has connected, as the kernel kept it of that moment.
struct Arrival {
  pid_t pid = 0;     // of the process that connected
  UniqueFd process;  // pidfd of that process: its exit ends the sessions
  endpoint::CredentialSet credentials;
  std::string service;  // the system service he runs in, or empty
};

// Who is at the other end of a connection, settled when he connected.
struct Peer {
  uid_t uid = 0;  // as the daemon sees it: for quotas and the log
  pid_t pid = 0;  // of the process that connected
  security::Token token;
  UniqueFd process;  // pidfd of that process: its exit ends the sessions
};

class IdentitySource {
 public:
  virtual ~IdentitySource() = default;

  // Of an accepted socket. fwp_session_aborted: the process that connected is gone.
  virtual Result<Arrival> identify(int socket) = 0;

  // The token a program with these credentials has after connecting. For those of a foreign user
  // namespace it asks the account database, which may block: Lookups calls it. Any thread.
  virtual Result<security::Token> token_of(const endpoint::CredentialSet& credentials,
                                           const std::string& service = {}) = 0;
};

}  // namespace wfp::daemon
