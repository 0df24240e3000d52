// Store: the security descriptors on disk. One SQLite file in the state directory; one replace() is
// one transaction, durable when it returns, and after a crash either all of it is there or none.
//
// A store that is damaged, or of a newer release, is not opened: the daemon refuses to start rather
// than decide by what it cannot trust.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

struct sqlite3;

namespace wfp::daemon {

// Object name ("engine", "endpoints") -> self-relative security descriptor.
using StoredDescriptors = std::map<std::string, std::vector<std::uint8_t>>;

class Store {
 public:
  static constexpr int kSchemaVersion = 1;

  // `path` is created (0600) when there is none. Errors say what to do.
  static Result<Store> open(const std::string& path);

  [[nodiscard]] Result<StoredDescriptors> load();

  // "JOURNAL-MODE/SYNCHRONOUS" as SQLite has them in force; "wal/2" is what survives a power cut.
  [[nodiscard]] std::string durability();

  // Writes these objects and leaves the others alone.
  Result<void> replace(const StoredDescriptors& descriptors);

 private:
  struct Closer {
    void operator()(sqlite3* database) const;
  };
  using Database = std::unique_ptr<sqlite3, Closer>;

  explicit Store(Database database) : database_(std::move(database)) {}
  static Result<void> prepare(sqlite3* database, const std::string& path);

  Database database_;
};

}  // namespace wfp::daemon
