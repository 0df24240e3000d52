#include "daemon/sqlite.h"

#include <cstring>

namespace wfp::daemon::sqlite {

std::unexpected<Error> error(sqlite3* database, std::string_view doing) {
  const int code = sqlite3_extended_errcode(database);
  const Status status = (code & 0xff) == SQLITE_FULL    ? Status::disk_full
                        : (code & 0xff) == SQLITE_NOMEM ? Status::no_memory
                                                        : Status::unsuccessful;
  return fail(status, "store: " + std::string(doing) + ": " + sqlite3_errmsg(database));
}

Result<void> run(sqlite3* database, const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
    return error(database, sql);
  return {};
}

Result<std::string> scalar(sqlite3* database, const char* sql) {
  WFP_TRY(Statement statement, Statement::prepare(database, sql));
  WFP_TRY(const bool has_row, statement.next());
  return has_row ? statement.text(0) : std::string();
}

Result<Statement> Statement::prepare(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(database, sql, -1, &statement, nullptr) != SQLITE_OK)
    return error(database, sql);
  return Statement(statement);
}

Statement& Statement::bind(int parameter, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), parameter, number);
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), parameter, text.data(), text.size(), SQLITE_STATIC,
                      SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind(int parameter, std::span<const std::uint8_t> bytes) {
  // A null pointer would bind NULL; an empty value is not that.
  const void* data = bytes.empty() ? static_cast<const void*>("") : bytes.data();
  sqlite3_bind_blob64(statement_.get(), parameter, data, bytes.size(), SQLITE_STATIC);
  return *this;
}

Statement& Statement::bind(int parameter, const Guid& key) {
  sqlite3_bind_blob64(statement_.get(), parameter, &key, sizeof key, SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  sqlite3_bind_null(statement_.get(), parameter);
  return *this;
}

Result<void> Statement::run() {
  const int code = sqlite3_step(statement_.get());
  sqlite3_reset(statement_.get());
  if (code == SQLITE_DONE || code == SQLITE_ROW) return {};
  return error(sqlite3_db_handle(statement_.get()), "write");
}

Result<bool> Statement::next() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return error(sqlite3_db_handle(statement_.get()), "read");
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
  return text == nullptr ? std::string() : std::string(text, size);
}

std::span<const std::uint8_t> Statement::bytes(int column) const {
  const auto* bytes =
      static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Guid Statement::key(int column) const {
  Guid key;
  const auto found = bytes(column);
  if (found.size() == sizeof key) std::memcpy(&key, found.data(), sizeof key);
  return key;
}

}  // namespace wfp::daemon::sqlite
