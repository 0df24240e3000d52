// Services: the parts of the daemon that sessions work with. main builds them; they outlive every
// connection.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/engine_host.h"
#include "daemon/log.h"
#include "daemon/lookups.h"
#include "daemon/options.h"
#include "daemon/pass_queue.h"
#include "daemon/ports.h"
#include "daemon/quotas.h"
#include "daemon/worker.h"

namespace wfp::daemon {

// What does not change while the daemon runs; the status report shows it.
struct DaemonFacts {
  std::string release{};
  Mode mode = Mode::observe;
  std::string socket_path{};
  std::string state_dir{};
  std::int64_t started_unix_ms = 0;
  kj::TimePoint started = kj::origin<kj::TimePoint>();
  std::vector<std::string> missing_capabilities{};
  std::vector<std::string> notes{};  // what a person should know of this daemon, a sentence each
};

struct Services {
  const DaemonFacts& facts;
  kj::Timer& timer;
  Ledger& ledger;
  EngineHost& host;
  EndpointSource& endpoints;
  IdentitySource& identities;
  Lookups& lookups;
  PassQueue& passes;
  Worker& queries;  // narrows snapshots to what a caller asked for and may see
  Log& log;
};

}  // namespace wfp::daemon
