#include "daemon/store.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "base/unique.h"

namespace wfp::daemon {
namespace {

struct StatementTraits {
  using Handle = sqlite3_stmt*;
  static constexpr sqlite3_stmt* kNone = nullptr;
  static void close(sqlite3_stmt* statement) noexcept { sqlite3_finalize(statement); }
};
using Statement = Unique<StatementTraits>;

// Step n brings a store of schema n to n + 1; the first makes an empty one.
constexpr std::array<const char*, Store::kSchemaVersion> kMigrations = {
    "CREATE TABLE descriptors(object TEXT PRIMARY KEY NOT NULL, descriptor BLOB NOT NULL,"
    " changed TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ'))) STRICT, WITHOUT ROWID"};

std::string advice(const std::string& path) {
  return "; wfpd does not start with a policy it cannot trust. To recover: restore " + path +
         " from a backup, or move it (with its -wal and -shm) away and start again with the "
         "default descriptors";
}

std::unexpected<Error> database_error(sqlite3* database, std::string_view doing) {
  const int code = sqlite3_extended_errcode(database);
  const Status status = (code & 0xff) == SQLITE_FULL    ? Status::disk_full
                        : (code & 0xff) == SQLITE_NOMEM ? Status::no_memory
                                                        : Status::unsuccessful;
  return fail(status, "store: " + std::string(doing) + ": " + sqlite3_errmsg(database));
}

Result<void> run(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    return database_error(database, sql);
  return {};
}

Result<Statement> compile(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) != SQLITE_OK)
    return database_error(database, sql);
  return Statement(statement);
}

// The first column of the first row.
Result<std::string> scalar(sqlite3* database, const char* sql) {
  WFP_TRY(const Statement statement, compile(database, sql));
  if (sqlite3_step(statement.get()) != SQLITE_ROW) return database_error(database, sql);
  const auto* text = sqlite3_column_text(statement.get(), 0);
  return std::string(text ? reinterpret_cast<const char*>(text) : "");
}

Result<void> migrate(sqlite3* database, int version) {
  WFP_CHECK_OK(run(database, "BEGIN IMMEDIATE"));
  for (int step = version; step < Store::kSchemaVersion; ++step) {
    WFP_CHECK_OK(run(database, kMigrations[static_cast<std::size_t>(step)]));
  }
  WFP_CHECK_OK(
      run(database, ("PRAGMA user_version=" + std::to_string(Store::kSchemaVersion)).c_str()));
  return run(database, "COMMIT");
}

// SQLite would create the file by the umask; this one is the daemon's alone from its first moment.
Result<void> create_private(const std::string& path) {
  const UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return fail(status_from_errno(errno), "store: " + path + ": " + std::strerror(errno));
  return {};
}

}  // namespace

void Store::Closer::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Result<Store> Store::open(const std::string& path) {
  WFP_CHECK_OK(create_private(path));
  sqlite3* raw = nullptr;
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
  Database database(raw);
  if (code != SQLITE_OK)
    return fail(Status::unsuccessful, "store: " + path + ": " + sqlite3_errstr(code));
  if (auto ready = prepare(database.get(), path); !ready) {
    return fail(ready.error().status, ready.error().what + advice(path));
  }
  return Store(std::move(database));
}

Result<void> Store::prepare(sqlite3* database, const std::string& path) {
  WFP_CHECK_OK(run(database, "PRAGMA trusted_schema=OFF"));
  WFP_TRY(const std::string mode, scalar(database, "PRAGMA journal_mode=WAL"));
  if (mode != "wal")
    return fail(Status::unsuccessful, "store: " + path + " cannot keep a write-ahead log here");
  WFP_CHECK_OK(run(database, "PRAGMA synchronous=FULL"));
  WFP_TRY(const std::string verdict, scalar(database, "PRAGMA integrity_check"));
  if (verdict != "ok")
    return fail(Status::unsuccessful, "store: " + path + " is damaged: " + verdict);
  WFP_TRY(const std::string version, scalar(database, "PRAGMA user_version"));
  const int found = std::atoi(version.c_str());
  if (found < 0 || found > kSchemaVersion) {
    return fail(Status::revision_mismatch, "store: " + path + " has schema " + version +
                                               ", written by a newer release; this one knows " +
                                               std::to_string(kSchemaVersion));
  }
  return found == kSchemaVersion ? Result<void>{} : migrate(database, found);
}

Result<StoredDescriptors> Store::load() {
  WFP_TRY(const Statement statement,
          compile(database_.get(), "SELECT object, descriptor FROM descriptors"));
  StoredDescriptors descriptors;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
    const auto* name = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), 0));
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement.get(), 1));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement.get(), 1));
    if (!name) return database_error(database_.get(), "load");
    auto& descriptor = descriptors[name];
    if (bytes) descriptor.assign(bytes, bytes + size);
  }
  if (code != SQLITE_DONE) return database_error(database_.get(), "load");
  return descriptors;
}

std::string Store::durability() {
  const auto journal = scalar(database_.get(), "PRAGMA journal_mode");
  const auto synchronous = scalar(database_.get(), "PRAGMA synchronous");
  return journal.value_or("?") + "/" + synchronous.value_or("?");
}

Result<void> Store::replace(const StoredDescriptors& descriptors) {
  sqlite3* database = database_.get();
  WFP_CHECK_OK(run(database, "BEGIN IMMEDIATE"));
  const auto write_all = [&]() -> Result<void> {
    WFP_TRY(
        const Statement statement,
        compile(database,
                "INSERT INTO descriptors(object, descriptor) VALUES(?1, ?2) ON CONFLICT(object) DO"
                " UPDATE SET descriptor=?2, changed=strftime('%Y-%m-%dT%H:%M:%fZ')"));
    for (const auto& [object, bytes] : descriptors) {
      sqlite3_bind_text(statement.get(), 1, object.c_str(), -1, SQLITE_STATIC);
      sqlite3_bind_blob64(statement.get(), 2, bytes.data(), bytes.size(), SQLITE_STATIC);
      if (sqlite3_step(statement.get()) != SQLITE_DONE) return database_error(database, "write");
      sqlite3_reset(statement.get());
    }
    return run(database, "COMMIT");
  };
  auto written = write_all();
  if (!written) sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
  return written;
}

}  // namespace wfp::daemon
