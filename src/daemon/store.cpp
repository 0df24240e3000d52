#include "daemon/store.h"

#include "daemon/store_rows.h"

namespace wfp::daemon {
namespace {

using sqlite::Statement;

constexpr const char* kBoot = "boot";
constexpr const char* kCollect = "collect-net-events";
constexpr const char* kKeywords = "net-event-keywords";
constexpr const char* kWatchdog = "transaction-watchdog-ms";

Result<void> load_descriptors(sqlite3* database, StoredDescriptors& descriptors) {
  WFP_TRY(Statement rows,
          Statement::prepare(database, "SELECT object, descriptor FROM descriptors"));
  while (true) {
    WFP_TRY(const bool more, rows.next());
    if (!more) return {};
    const auto bytes = rows.bytes(1);
    descriptors[rows.text(0)].assign(bytes.begin(), bytes.end());
  }
}

Result<void> load_sessions(sqlite3* database, std::vector<StoredSession>& sessions) {
  WFP_TRY(Statement rows,
          Statement::prepare(database, "SELECT key, user, pid, started FROM sessions"));
  while (true) {
    WFP_TRY(const bool more, rows.next());
    if (!more) return {};
    // A user that cannot be read is nobody who could come back: the objects end.
    const auto user = security::Sid::from_bytes(rows.bytes(1));
    if (!user) continue;
    sessions.push_back({rows.key(0), *user, static_cast<pid_t>(rows.number(2)),
                        static_cast<std::uint64_t>(rows.number(3))});
  }
}

Result<void> load_settings(sqlite3* database, StoredState& state) {
  WFP_TRY(Statement rows, Statement::prepare(database, "SELECT name, value FROM settings"));
  engine::Options& options = state.policy.options;
  while (true) {
    WFP_TRY(const bool more, rows.next());
    if (!more) return {};
    const std::string name = rows.text(0);
    const auto number = static_cast<std::uint32_t>(rows.number(1));
    if (name == kBoot) state.boot = rows.text(1);
    if (name == kCollect) options.collect_net_events = number != 0;
    if (name == kKeywords) options.net_event_keywords = number;
    if (name == kWatchdog) options.watchdog_ms = number;
  }
}

Result<void> write_descriptors(sqlite3* database, const StoredDescriptors& descriptors) {
  if (descriptors.empty()) return {};
  WFP_TRY(Statement statement,
          Statement::prepare(
              database,
              "INSERT INTO descriptors(object, descriptor) VALUES(?1, ?2) ON CONFLICT(object) DO"
              " UPDATE SET descriptor=?2, changed=strftime('%Y-%m-%dT%H:%M:%fZ')"));
  for (const auto& [object, bytes] : descriptors) {
    WFP_CHECK_OK(statement.bind(1, std::string_view(object)).bind(2, bytes).run());
  }
  return {};
}

Result<void> write_settings(sqlite3* database, const StoreWork& work) {
  if (!work.options && !work.boot) return {};
  WFP_TRY(Statement statement, Statement::prepare(database,
                                                  "INSERT INTO settings(name, value) VALUES(?1, ?2)"
                                                  " ON CONFLICT(name) DO UPDATE SET value=?2"));
  if (work.boot) {
    WFP_CHECK_OK(
        statement.bind(1, std::string_view(kBoot)).bind(2, std::string_view(*work.boot)).run());
  }
  if (!work.options) return {};
  const auto write = [&](const char* name, std::int64_t value) {
    return statement.bind(1, std::string_view(name)).bind(2, value).run();
  };
  WFP_CHECK_OK(write(kCollect, work.options->collect_net_events ? 1 : 0));
  WFP_CHECK_OK(write(kKeywords, work.options->net_event_keywords));
  return write(kWatchdog, work.options->watchdog_ms);
}

Result<void> write_sessions(sqlite3* database, const StoreWork& work) {
  if (work.sessions.empty() && work.sessions_gone.empty()) return {};
  WFP_TRY(Statement write,
          Statement::prepare(database,
                             "INSERT OR REPLACE INTO sessions(key, user, pid, started)"
                             " VALUES(?1, ?2, ?3, ?4)"));
  for (const StoredSession& session : work.sessions) {
    const auto user = session.user.bytes();
    WFP_CHECK_OK(write.bind(1, session.key)
                     .bind(2, std::span<const std::uint8_t>(user))
                     .bind(3, session.pid)
                     .bind(4, static_cast<std::int64_t>(session.started))
                     .run());
  }
  WFP_TRY(Statement erase, Statement::prepare(database, "DELETE FROM sessions WHERE key=?1"));
  for (const Guid& key : work.sessions_gone) WFP_CHECK_OK(erase.bind(1, key).run());
  return {};
}

Result<void> write_all(sqlite3* database, const StoreWork& work) {
  WFP_CHECK_OK(write_descriptors(database, work.descriptors));
  WFP_CHECK_OK(write_objects(database, work));
  WFP_CHECK_OK(write_settings(database, work));
  WFP_CHECK_OK(write_sessions(database, work));
  return write_audit(database, work.audit);
}

}  // namespace

std::string container_row(engine::Kind kind) { return std::string(engine::to_string(kind)); }

std::string layer_row(const schema::LayerInfo& layer) { return "layer:" + std::string(layer.name); }

Result<Store> Store::open(const std::string& path) {
  WFP_TRY(sqlite::Connection database, open_store(path));
  return Store(std::move(database));
}

Result<StoredState> Store::load() {
  StoredState state;
  WFP_CHECK_OK(load_descriptors(database_.get(), state.descriptors));
  WFP_CHECK_OK(load_objects(database_.get(), state));
  WFP_CHECK_OK(load_sessions(database_.get(), state.sessions));
  WFP_CHECK_OK(load_settings(database_.get(), state));
  return state;
}

Result<void> Store::apply(const StoreWork& work) {
  sqlite3* database = database_.get();
  WFP_CHECK_OK(sqlite::run(database, "BEGIN IMMEDIATE"));
  auto written = write_all(database, work);
  if (written) written = sqlite::run(database, "COMMIT");
  if (!written) sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
  return written;
}

Result<std::vector<AuditEntry>> Store::audit(const AuditQuery& query) {
  return read_audit(database_.get(), query);
}

std::string Store::durability() {
  const auto journal = sqlite::scalar(database_.get(), "PRAGMA journal_mode");
  const auto synchronous = sqlite::scalar(database_.get(), "PRAGMA synchronous");
  return journal.value_or("?") + "/" + synchronous.value_or("?");
}

}  // namespace wfp::daemon
