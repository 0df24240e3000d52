#include "daemon/store_schema.h"

#include <fcntl.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/unique.h"

namespace wfp::daemon {
namespace {

using sqlite::Connection;
using sqlite::run;
using sqlite::scalar;

// Step n brings a store of schema n to n + 1; the first makes an empty one.
constexpr std::array<const char*, kStoreSchema> kMigrations = {
    "CREATE TABLE descriptors(object TEXT PRIMARY KEY NOT NULL, descriptor BLOB NOT NULL,"
    " changed TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ'))) STRICT, WITHOUT ROWID",

    // Descriptors that objects share stand once. `seq` is the order of adding, `content` the object
    // as ipc/wfp.capnp's PolicyObject.
    "CREATE TABLE security(id INTEGER PRIMARY KEY, descriptor BLOB NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE objects(seq INTEGER PRIMARY KEY AUTOINCREMENT, kind INTEGER NOT NULL,"
    " key BLOB NOT NULL, lifetime INTEGER NOT NULL, session BLOB, uid INTEGER NOT NULL,"
    " security INTEGER NOT NULL REFERENCES security(id), content BLOB NOT NULL,"
    " UNIQUE(kind, key)) STRICT;"
    "CREATE TABLE sessions(key BLOB PRIMARY KEY NOT NULL, user BLOB NOT NULL,"
    " pid INTEGER NOT NULL, started INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE settings(name TEXT PRIMARY KEY NOT NULL, value ANY NOT NULL)"
    " STRICT, WITHOUT ROWID;"
    "CREATE TABLE audit(number INTEGER PRIMARY KEY AUTOINCREMENT, unix_ms INTEGER NOT NULL,"
    " user BLOB NOT NULL, uid INTEGER NOT NULL, pid INTEGER NOT NULL, program TEXT NOT NULL,"
    " operation TEXT NOT NULL, kind INTEGER NOT NULL, key BLOB, name TEXT NOT NULL,"
    " desired INTEGER NOT NULL, granted INTEGER NOT NULL, before TEXT NOT NULL,"
    " after TEXT NOT NULL) STRICT",
};

std::string advice(const std::string& path) {
  return "; wfpd does not start with a policy it cannot trust. To recover: restore " + path +
         " from a backup, or move it (with its -wal and -shm) away and start again with the "
         "default descriptors";
}

Result<void> migrate(sqlite3* database, int version) {
  WFP_CHECK_OK(run(database, "BEGIN IMMEDIATE"));
  for (int step = version; step < kStoreSchema; ++step) {
    WFP_CHECK_OK(run(database, kMigrations[static_cast<std::size_t>(step)]));
  }
  WFP_CHECK_OK(run(database, ("PRAGMA user_version=" + std::to_string(kStoreSchema)).c_str()));
  return run(database, "COMMIT");
}

// SQLite would create the file by the umask; this one is the daemon's alone from its first moment.
Result<void> create_private(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return fail(status_from_errno(errno), "store: " + path + ": " + std::strerror(errno));
  return {};
}

Result<void> prepare(sqlite3* database, const std::string& path) {
  WFP_CHECK_OK(run(database, "PRAGMA trusted_schema=OFF"));
  WFP_TRY(const std::string version, scalar(database, "PRAGMA user_version"));
  const int found = std::atoi(version.c_str());
  if (found < 0 || found > kStoreSchema) {
    return fail(Status::revision_mismatch, "store: " + path + " has schema " + version +
                                               ", written by a newer release; this one knows " +
                                               std::to_string(kStoreSchema));
  }
  WFP_TRY(const std::string mode, scalar(database, "PRAGMA journal_mode=WAL"));
  if (mode != "wal")
    return fail(Status::unsuccessful, "store: " + path + " cannot keep a write-ahead log here");
  WFP_CHECK_OK(run(database, "PRAGMA synchronous=FULL"));
  WFP_TRY(const std::string verdict, scalar(database, "PRAGMA integrity_check"));
  if (verdict != "ok")
    return fail(Status::unsuccessful, "store: " + path + " is damaged: " + verdict);
  return found == kStoreSchema ? Result<void>{} : migrate(database, found);
}

}  // namespace

Result<Connection> open_store(const std::string& path) {
  WFP_CHECK_OK(create_private(path));
  sqlite3* raw = nullptr;
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Connection database(raw);
  if (code != SQLITE_OK)
    return fail(Status::unsuccessful, "store: " + path + ": " + sqlite3_errstr(code));
  if (auto ready = prepare(database.get(), path); !ready) {
    return fail(ready.error().status, ready.error().what + advice(path));
  }
  return database;
}

}  // namespace wfp::daemon
