// SessionEnumServer: an enumeration of the sessions that were open when it was made.
#pragma once

#include <vector>

#include "daemon/caller.h"
#include "daemon/quotas.h"
#include "daemon/session_registry.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

class SessionEnumServer final : public ipc::wire::SessionEnum::Server {
 public:
  SessionEnumServer(CallerPtr caller, std::vector<SessionInfo> sessions, Charge charge)
      : caller_(std::move(caller)), sessions_(std::move(sessions)), charge_(std::move(charge)) {}

  kj::Promise<void> next(NextContext context) override;

 private:
  CallerPtr caller_;
  std::vector<SessionInfo> sessions_;
  std::size_t position_ = 0;
  Charge charge_;
};

}  // namespace wfp::daemon
