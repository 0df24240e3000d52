// EngineServer: the bootstrap capability of a connection. hello comes first; then sessions are
// opened.
#pragma once

#include <memory>
#include <optional>

#include "daemon/caller.h"
#include "daemon/services.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

class EngineServer final : public ipc::wire::Engine::Server {
 public:
  // `opened` becomes true with the first session. With a `refusal`, hello answers it and no session
  // opens.
  EngineServer(Services& services, CallerPtr caller, std::shared_ptr<bool> opened,
               std::optional<Error> refusal);

  kj::Promise<void> hello(HelloContext context) override;
  kj::Promise<void> openSession(OpenSessionContext context) override;

 private:
  Services& services_;
  CallerPtr caller_;
  std::shared_ptr<bool> opened_;
  std::optional<Error> refusal_;
  bool greeted_ = false;
};

}  // namespace wfp::daemon
