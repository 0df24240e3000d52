// SessionEnumServer: an enumeration of the sessions that were open when it was made.
#pragma once

#include <vector>

#include "daemon/caller.h"
#include "daemon/quotas.h"
#include "engine/engine.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

struct SessionRow {
  engine::SessionRequest request;
  security::Sid user;
};
std::vector<SessionRow> list_sessions(const engine::Engine& engine,
                                      const std::vector<engine::SessionRequest>& sessions);

class SessionEnumServer final : public ipc::wire::SessionEnum::Server {
 public:
  SessionEnumServer(CallerPtr caller, std::vector<SessionRow> sessions, Charge charge)
      : caller_(std::move(caller)), sessions_(std::move(sessions)), charge_(std::move(charge)) {}

  kj::Promise<void> next(NextContext context) override;

 private:
  CallerPtr caller_;
  std::vector<SessionRow> sessions_;
  std::size_t position_ = 0;
  Charge charge_;
};

}  // namespace wfp::daemon
