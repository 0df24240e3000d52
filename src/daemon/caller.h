// Caller: who a connection's requests come from. Everything that serves the connection shares it.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "ipc/metered_stream.h"
#include "security/token.h"

namespace wfp::daemon {

struct Caller {
  uid_t uid = 0;
  pid_t pid = 0;
  security::Token token;                       // as it was at connect(2)
  std::shared_ptr<ipc::MeteredStream> stream;  // large replies take turns on it
  std::string program;  // what the client calls itself: for the log, believed by nobody
};

using CallerPtr = std::shared_ptr<Caller>;

}  // namespace wfp::daemon
