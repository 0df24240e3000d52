#include "cli/columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/json_text.h"
#include "cli/text.h"

namespace wfp::cli {
namespace {

void append_number(std::string& out, std::uint64_t value) {
  const fmt::format_int number(value);
  out.append(number.data(), number.size());
}

}  // namespace

const std::string& UserNames::name(std::uint32_t uid) const {
  const auto known = std::ranges::find(known_, uid, &std::pair<std::uint32_t, std::string>::first);
  if (known == known_.begin() && known != known_.end()) return known->second;
  if (known != known_.end()) {
    std::rotate(known_.begin(), known, known + 1);
  } else {
    const std::string name = uid == OPENWFP_ID_UNKNOWN ? ""
                             : lookup_                 ? lookup_(uid)
                                                       : fmt::format("{}", uid);
    known_.insert(known_.begin(), {uid, escaped(name)});
  }
  return known_.front().second;
}

void JsonMembers::text(std::string_view name, std::string_view value) {
  append_json_string(raw(name), value);
}

void JsonMembers::escaped_text(std::string_view name, std::string_view bytes) {
  if (bytes.empty()) return null(name);
  append_json_string(raw(name), escaped(bytes));
}

void JsonMembers::number(std::string_view name, std::uint64_t value) {
  append_number(raw(name), value);
}

void JsonMembers::null(std::string_view name) { raw(name) += "null"; }

std::string& JsonMembers::raw(std::string_view name) {
  if (!first_) out_ += ',';
  first_ = false;
  return out_.append("\"").append(name).append("\":");
}

ColumnList default_columns(bool listening, bool wide) {
  ColumnList list;
  for (const Column& column : columns()) {
    const bool peer = column.name == "remote";
    if ((column.narrow || wide) && !(listening && peer)) list.push_back(&column);
  }
  return list;
}

Outcome<ColumnList> parse_columns(std::string_view names) {
  ColumnList list;
  std::vector<std::string_view> known;
  for (const Column& column : columns()) known.push_back(column.name);
  while (true) {
    const std::size_t comma = names.find(',');
    const std::string_view name = names.substr(0, comma);
    const auto column = std::ranges::find_if(columns(), [&](const Column& candidate) {
      return equals_ignoring_case(candidate.name, name);
    });
    if (column == columns().end()) {
      return fail(ExitCode::usage,
                  fmt::format("unknown column '{}'{}", escaped(name), did_you_mean(name, known)),
                  {fmt::format("columns: {}", fmt::join(known, " "))});
    }
    list.push_back(&*column);
    if (comma == std::string_view::npos) return list;
    names.remove_prefix(comma + 1);
  }
}

Outcome<void> sort_endpoints(std::vector<const Endpoint*>& rows, std::string_view keys,
                             const UserNames& users) {
  std::vector<std::pair<const Column*, bool>> order;  // column, descending
  while (!keys.empty()) {
    const std::size_t comma = keys.find(',');
    std::string_view key = keys.substr(0, comma);
    const bool descending = key.starts_with('-');
    if (descending || key.starts_with('+')) key.remove_prefix(1);
    WFP_CLI_TRY(const ColumnList column, parse_columns(key));
    order.emplace_back(column.front(), descending);
    keys.remove_prefix(comma == std::string_view::npos ? keys.size() : comma + 1);
  }
  const auto compare = [&](const Column& column, const Endpoint& a, const Endpoint& b) {
    if (column.order != nullptr) return column.order(a, b);
    std::string left, right;
    column.text(left, a, users);
    column.text(right, b, users);
    return left.compare(right);
  };
  std::ranges::stable_sort(rows, [&](const Endpoint* a, const Endpoint* b) {
    for (const auto& [column, descending] : order) {
      const int result = compare(*column, *a, *b);
      if (result != 0) return descending ? result > 0 : result < 0;
    }
    return false;
  });
  return {};
}

}  // namespace wfp::cli
