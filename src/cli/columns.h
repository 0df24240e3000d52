// Columns: what a listing of endpoints can show of each. A column is a row of one table: its name,
// its heading, its text, and its members in JSON.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/endpoint.h"
#include "cli/failure.h"

namespace wfp::cli {

// Names of users, each looked up once.
class UserNames {
 public:
  using Lookup = std::function<std::string(std::uint32_t)>;
  explicit UserNames(Lookup lookup) : lookup_(std::move(lookup)) {}

  // Escaped; "" for a uid that is not known, the number for one without a name.
  const std::string& name(std::uint32_t uid) const;

 private:
  Lookup lookup_;
  mutable std::vector<std::pair<std::uint32_t, std::string>>
      known_;  // few, most recently used first
};

// Appends to a JSON object: "name":value, with a comma before all but the first.
class JsonMembers {
 public:
  explicit JsonMembers(std::string& out) : out_(out) {}

  void text(std::string_view name, std::string_view value);  // value: any UTF-8
  void escaped_text(std::string_view name,
                    std::string_view bytes);  // bytes: escaped as paths are; null if empty
  void number(std::string_view name, std::uint64_t value);
  void null(std::string_view name);
  std::string& raw(std::string_view name);  // the value is appended by the caller

 private:
  std::string& out_;
  bool first_ = true;
};

struct Column {
  std::string_view name;
  std::string_view heading;
  std::string_view meaning;
  bool narrow;     // shown by default in a table
  bool keep_tail;  // too long: loses its beginning, else its end
  void (*text)(std::string& out, const Endpoint& endpoint, const UserNames& users);
  void (*json)(JsonMembers& json, const Endpoint& endpoint, const UserNames& users);
  // Negative, 0, positive; null: by text.
  int (*order)(const Endpoint& a, const Endpoint& b);
};

std::span<const Column> columns();

using ColumnList = std::vector<const Column*>;

ColumnList default_columns(bool listening, bool wide);
Outcome<ColumnList> parse_columns(std::string_view names);  // "id,app,remote"

// Sorts rows by "app", "-local" (descending), several separated by commas.
Outcome<void> sort_endpoints(std::vector<const Endpoint*>& rows, std::string_view keys,
                             const UserNames& users);

}  // namespace wfp::cli
