#include <algorithm>

#include "daemon/store_rows.h"

namespace wfp::daemon {
namespace {

using sqlite::Statement;
using Bytes = std::span<const std::uint8_t>;

// In the column `kind`: the number of an engine::Kind, or this one.
constexpr std::int64_t kEndpoints = 100;

std::int64_t kind_number(const Object& object) {
  switch (object.kind) {
    case Object::Kind::engine:
      return 0;
    case Object::Kind::policy:
      return static_cast<std::int64_t>(object.policy_kind);
    default:
      return kEndpoints;
  }
}

Object object_of(std::int64_t kind, std::optional<Guid> key) {
  if (kind == kEndpoints || kind < 0 || kind >= static_cast<std::int64_t>(engine::kKindCount))
    return Object::endpoints();
  return Object::policy(static_cast<engine::Kind>(kind), key);
}

AuditEntry entry_of(const Statement& row) {
  AuditEntry entry;
  entry.number = static_cast<std::uint64_t>(row.number(0));
  entry.unix_ms = row.number(1);
  if (const auto user = security::Sid::from_bytes(row.bytes(2))) entry.user = *user;
  entry.uid = static_cast<uid_t>(row.number(3));
  entry.pid = static_cast<pid_t>(row.number(4));
  entry.program = row.text(5);
  entry.operation = row.text(6);
  entry.object =
      object_of(row.number(7), row.is_null(8) ? std::nullopt : std::optional(row.key(8)));
  entry.object_name = row.text(9);
  entry.desired = static_cast<std::uint32_t>(row.number(10));
  entry.granted = row.number(11) != 0;
  entry.before = row.text(12);
  entry.after = row.text(13);
  return entry;
}

Result<void> write_one(Statement& statement, const AuditEntry& entry) {
  const auto user = entry.user.bytes();
  statement.bind(1, entry.unix_ms)
      .bind(2, Bytes(user))
      .bind(3, static_cast<std::int64_t>(entry.uid))
      .bind(4, static_cast<std::int64_t>(entry.pid))
      .bind(5, std::string_view(entry.program))
      .bind(6, std::string_view(entry.operation))
      .bind(7, kind_number(entry.object))
      .bind(9, std::string_view(entry.object_name))
      .bind(10, static_cast<std::int64_t>(entry.desired))
      .bind(11, entry.granted ? 1 : 0)
      .bind(12, std::string_view(entry.before))
      .bind(13, std::string_view(entry.after));
  if (entry.object.key) {
    statement.bind(8, *entry.object.key);
  } else {
    statement.bind_null(8);
  }
  return statement.run();
}

}  // namespace

Result<void> write_audit(sqlite3* database, const std::vector<AuditEntry>& entries) {
  if (entries.empty()) return {};
  WFP_TRY(Statement add,
          Statement::prepare(
              database,
              "INSERT INTO audit(unix_ms, user, uid, pid, program, operation, kind, key, name,"
              " desired, granted, before, after)"
              " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"));
  for (const AuditEntry& entry : entries) WFP_CHECK_OK(write_one(add, entry));
  WFP_TRY(Statement trim, Statement::prepare(database, "DELETE FROM audit WHERE number <= ?1"));
  return trim.bind(1, sqlite3_last_insert_rowid(database) - static_cast<std::int64_t>(kAuditRows))
      .run();
}

Result<std::vector<AuditEntry>> read_audit(sqlite3* database, const AuditQuery& query) {
  const std::string of_object = query.object ? " AND kind=?3 AND (key IS ?4)" : "";
  WFP_TRY(Statement rows,
          Statement::prepare(database,
                             ("SELECT number, unix_ms, user, uid, pid, program, operation, kind,"
                              " key, name, desired, granted, before, after FROM audit"
                              " WHERE number>?1 AND unix_ms>=?2" +
                              of_object + " ORDER BY number DESC LIMIT ?5")
                                 .c_str()));
  rows.bind(1, static_cast<std::int64_t>(std::min<std::uint64_t>(query.after, INT64_MAX)))
      .bind(2, query.since_unix_ms);
  if (query.object) {
    rows.bind(3, kind_number(*query.object));
    if (query.object->key) rows.bind(4, *query.object->key);
  }
  rows.bind(5, static_cast<std::int64_t>(query.most == 0 ? kAuditPage
                                                         : std::min(query.most, kAuditPage)));
  std::vector<AuditEntry> entries;
  while (true) {
    WFP_TRY(const bool more, rows.next());
    if (!more) break;
    entries.push_back(entry_of(rows));
  }
  std::ranges::reverse(entries);
  return entries;
}

}  // namespace wfp::daemon
