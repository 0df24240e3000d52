// What a daemon starts with: the policy of the one before it, as far as it outlives that, this
// boot, and the processes it belonged to.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "daemon/endpoint_security.h"
#include "daemon/store.h"
#include "engine/snapshot.h"

namespace wfp::daemon {

// What is asked of the machine; tests make it up.
struct Machine {
  std::string boot;                                                  // boot_id()
  std::function<bool(const std::string& service)> is_enabled;        // ServiceUnits
  std::function<std::optional<std::uint64_t>(pid_t)> process_start;  // start_of()

  static Result<Machine> current();
};

struct Startup {
  engine::Snapshot snapshot;
  EndpointSecurity endpoints;
  std::vector<StoredSession> awaited{};  // their processes run: they may come back
  std::vector<Guid> gone{};              // sessions whose objects end now
  std::vector<StoredOwner> owners{};
  std::vector<std::string> rejected{};  // objects that this release does not take, a sentence each
};

// Reads the store, and writes to it what a new store, or a new boot, makes necessary. A store that
// holds only some descriptors, or one that is no descriptor, is an error: the daemon does not
// guess.
Result<Startup> start_from(Store& store, const Machine& machine);

}  // namespace wfp::daemon
