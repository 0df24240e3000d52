// load_policy(): the snapshot an engine starts with, from what was kept of the one before.
//
// A start in the same boot keeps everything; dynamic objects then wait for their sessions
// (Engine::await_session). A start after a reboot keeps persistent and boot-time objects.
// Persistent objects of a provider whose service is not started automatically are kept, but
// disabled. Ids are given anew.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "engine/change.h"
#include "engine/snapshot.h"

namespace wfp::engine {

struct StoredPolicy {
  std::vector<ObjectRef>
      objects;  // in any order; neither built-in ones nor what is computed of them need be right
  std::array<DescriptorRef, kKindCount> containers;
  std::array<DescriptorRef, schema::kLayerCount> layer_security;
  Options options;
};

struct Startup {
  bool same_boot = false;
  std::function<bool(const std::string& service)> is_enabled;  // empty: all services are
};

struct Loaded {
  Snapshot snapshot;
  // Objects that no engine would take: what they refer to is missing, or they are malformed. For
  // the log.
  std::vector<std::string> rejected;
};

Loaded load_policy(const StoredPolicy& policy, const Startup& startup);

// What there is to keep of a snapshot.
StoredPolicy policy_of(const Snapshot& snapshot);

}  // namespace wfp::engine
