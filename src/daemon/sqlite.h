// The little of SQLite that the store needs: a connection, statements, errors with their text.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/guid.h"
#include "base/result.h"

namespace wfp::daemon::sqlite {

struct Closer {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Connection = std::unique_ptr<sqlite3, Closer>;

// The status of what went wrong last: disk_full, no_memory, else unsuccessful.
std::unexpected<Error> error(sqlite3* database, std::string_view doing);
Result<void> run(sqlite3* database, const char* sql);
// The first column of the first row.
Result<std::string> scalar(sqlite3* database, const char* sql);

// A prepared statement. Parameters count from 1, columns from 0. What is bound must live until the
// statement has run.
class Statement {
 public:
  static Result<Statement> prepare(sqlite3* database, const char* sql);

  Statement& bind(int parameter, std::int64_t number);
  Statement& bind(int parameter, std::string_view text);
  Statement& bind(int parameter, std::span<const std::uint8_t> bytes);
  Statement& bind(int parameter, const Guid& key);
  Statement& bind_null(int parameter);

  // Of a statement without rows. It can be bound and run again.
  Result<void> run();
  // True: there is a row.
  Result<bool> next();
  // After rows that nobody wants any more: it can be bound and run again.
  void reset() { sqlite3_reset(statement_.get()); }

  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::span<const std::uint8_t> bytes(int column) const;  // good until next()
  [[nodiscard]] bool is_null(int column) const;
  // Zero if the column does not hold 16 bytes.
  [[nodiscard]] Guid key(int column) const;

 private:
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  std::unique_ptr<sqlite3_stmt, Closer> statement_;
};

}  // namespace wfp::daemon::sqlite
