// What a commit did: changes for subscribers and the store, notifications, audit records. Values,
// handed out once.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/guid.h"
#include "engine/snapshot.h"
#include "security/rights.h"
#include "security/sid.h"

namespace wfp::engine {

enum class ChangeType : std::uint8_t {
  add,
  remove,
  secure,  // the object's descriptor is another: for the store and the audit, no subscriber hears
           // of it
};

using ObjectRef =
    std::variant<std::shared_ptr<const Stored<Provider>>,
                 std::shared_ptr<const Stored<ProviderContext>>,
                 std::shared_ptr<const Stored<Sublayer>>, std::shared_ptr<const Stored<Callout>>,
                 std::shared_ptr<const Stored<Filter>>>;
Kind kind_of(const ObjectRef& object);
const Guid& key_of(const ObjectRef& object);
std::uint64_t id_of(const ObjectRef& object);  // 0 for kinds without
const std::optional<Guid>& provider_of(const ObjectRef& object);
const DescriptorRef& security_of(const ObjectRef& object);
Lifetime lifetime_of(const ObjectRef& object);

struct Change {
  ChangeType type;
  ObjectRef object;  // as added, as it was when deleted, or with its new descriptor
};

// What was done to the policy, or tried, as the SACLs of the objects select it.
struct AuditRecord {
  Guid session;
  security::Sid user;
  std::string operation;  // "add", "delete", "set security", "set option", ...
  ObjectName object;
  std::string object_name;  // its display name, if it has one
  security::AccessMask desired = 0;
  bool granted = false;
  std::string before;  // short texts for people: what the object was, and is; empty: it was not, or
                       // is no more
  std::string after;
};

// Everything one transaction did, in order, without what it both added and deleted.
struct Commit {
  SnapshotRef snapshot;  // the policy from now on
  Guid session;          // whose transaction it was
  std::vector<Change> changes;
  bool containers_changed = false;  // a container's or a layer's descriptor
  bool options_changed = false;
  std::vector<AuditRecord> audit;  // of what it did

  [[nodiscard]] bool is_empty() const {
    return changes.empty() && !containers_changed && !options_changed && audit.empty();
  }
};

using SubscriptionId = std::uint64_t;

// One event for one subscriber.
struct Notification {
  SubscriptionId subscription;
  Guid session;  // the subscriber's
  ChangeType type;
  Kind kind;
  Guid key;
  std::uint64_t id;  // 0 for kinds without
};

}  // namespace wfp::engine
