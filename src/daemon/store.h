// Store: the policy on disk. One SQLite file in the state directory; one apply() is one
// transaction, durable when it returns, and after a crash either all of it is there or none. A
// commit writes what it changes, whatever there is beside it.
//
// A store that is damaged, or of a newer release, is not opened: the daemon refuses to start rather
// than decide by what it cannot trust.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "daemon/audit_record.h"
#include "daemon/store_schema.h"
#include "engine/change.h"
#include "engine/load.h"

namespace wfp::daemon {

// Object name -> self-relative security descriptor: "engine", "endpoints", a kind's container
// ("filter"), a layer ("layer:ale_auth_connect_v4").
using StoredDescriptors = std::map<std::string, std::vector<std::uint8_t>>;
inline constexpr const char* kEndpointsRow = "endpoints";
std::string container_row(engine::Kind kind);
std::string layer_row(const schema::LayerInfo& layer);

// Whose dynamic objects there are.
struct StoredSession {
  Guid key;
  security::Sid user;
  pid_t pid = 0;
  std::uint64_t started = 0;  // process.h
};

// Who is charged for an object.
struct StoredOwner {
  engine::ObjectName object;
  uid_t uid = 0;
  std::uint64_t bytes = 0;
};

struct StoredState {
  StoredDescriptors descriptors;
  engine::StoredPolicy policy;  // without descriptors of containers and layers
  std::vector<StoredSession> sessions;
  std::vector<StoredOwner> owners;
  std::string boot;  // of the machine, when it was last written
};

// What one transaction writes.
struct StoreWork {
  std::vector<engine::Change> changes{};
  uid_t uid = 0;                    // who makes them
  StoredDescriptors descriptors{};  // written anew; others stay
  std::optional<engine::Options> options{};
  std::optional<std::string> boot{};      // the machine's; other boots' static objects are gone
  std::vector<StoredSession> sessions{};  // added, or with another process
  std::vector<Guid> sessions_gone{};
  std::vector<AuditEntry> audit{};
};

class Store {
 public:
  static Result<Store> open(const std::string& path);

  [[nodiscard]] Result<StoredState> load();
  Result<void> apply(const StoreWork& work);

  [[nodiscard]] Result<std::vector<AuditEntry>> audit(const AuditQuery& query);

  // "JOURNAL-MODE/SYNCHRONOUS" as SQLite has them in force; "wal/2" is what survives a power cut.
  [[nodiscard]] std::string durability();

 private:
  explicit Store(sqlite::Connection database) : database_(std::move(database)) {}

  sqlite::Connection database_;
};

}  // namespace wfp::daemon
