// Lookups: makes tokens, and keeps the account database off the loop. It is asked for callers of
// foreign user namespaces alone, on a thread of its own and for a limited time: a name service that
// is slow, or that one of its users made slow, holds up nobody else.
#pragma once

#include <string>

#include "daemon/ports.h"
#include "daemon/worker.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

inline constexpr kj::Duration kLookupTime = 10 * kj::SECONDS;

class Lookups {
 public:
  // `identities` must outlive it.
  Lookups(IdentitySource& identities, kj::Timer& timer, kj::UnixEventPort& events)
      : identities_(identities), timer_(timer), worker_(events) {}

  // As IdentitySource::token_of; fwp_timeout when the account database took too long.
  kj::Promise<Result<security::Token>> token_of(endpoint::CredentialSet credentials,
                                                std::string service = {});

 private:
  IdentitySource& identities_;
  kj::Timer& timer_;
  Worker worker_;
};

}  // namespace wfp::daemon
