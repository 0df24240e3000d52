#include "cli/listing.h"

#include <nlohmann/json.hpp>

#include "cli/table.h"

namespace wfp::cli {
namespace {

constexpr std::size_t kJsonRowSize = 512;  // about; so that the buffer grows once

void write_json(std::string& out, const ColumnList& columns, const EndpointRows& rows,
                bool others_hidden, const UserNames& users) {
  out.reserve(out.size() + kJsonRowSize * (rows.size() + 1));
  out += "{\"schemaVersion\":";
  out += std::to_string(kSchemaVersion);
  out += ",\"othersHidden\":";
  out += others_hidden ? "true" : "false";
  out += ",\"endpoints\":[";
  bool first = true;
  for (const Endpoint* endpoint : rows) {
    out += first ? "\n" : ",\n";
    first = false;
    append_json_object(out, *endpoint, columns, users);
  }
  out += first ? "]}\n" : "\n]}\n";
}

std::vector<Table::Heading> headings(const ColumnList& columns) {
  std::vector<Table::Heading> headings;
  for (const Column* column : columns) headings.push_back({column->heading, column->keep_tail});
  return headings;
}

std::vector<std::string> cells(const Endpoint& endpoint, const ColumnList& columns,
                               const UserNames& users) {
  std::vector<std::string> cells(columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i]->text(cells[i], endpoint, users);
  return cells;
}

}  // namespace

void append_json_object(std::string& out, const Endpoint& endpoint, const ColumnList& columns,
                        const UserNames& users) {
  out += '{';
  JsonMembers members(out);
  for (const Column* column : columns) column->json(members, endpoint, users);
  out += '}';
}

void write_endpoints(Io& io, const ListingStyle& style, const EndpointRows& rows,
                     bool others_hidden, const UserNames& users) {
  switch (style.format) {
    case OutputFormat::json:
      return write_json(io.out, style.columns, rows, others_hidden, users);
    case OutputFormat::jsonl:
      for (const Endpoint* endpoint : rows) {
        append_json_object(io.out, *endpoint, style.columns, users);
        io.out += '\n';
      }
      return;
    case OutputFormat::yaml:
    case OutputFormat::xml: {
      std::string json;
      write_json(json, style.columns, rows, others_hidden, users);
      return write_document(io, style.format, nlohmann::ordered_json::parse(json), "wfp");
    }
    default:
      break;
  }
  Table table(headings(style.columns));
  for (const Endpoint* endpoint : rows) table.add_row(cells(*endpoint, style.columns, users));
  io.out += table.to_text(io.width(), style.headings && !table.is_empty(), io.color());
}

void write_events(Io& io, const ListingStyle& style, const std::vector<EndpointEvent>& events,
                  const UserNames& users) {
  if (style.format == OutputFormat::jsonl) {
    for (const auto& [sign, endpoint] : events) {
      const std::string_view word = sign == '+' ? "opened" : sign == '-' ? "closed" : "changed";
      io.out.append("{\"event\":\"").append(word).append("\",\"endpoint\":");
      append_json_object(io.out, *endpoint, style.columns, users);
      io.out += "}\n";
    }
    return;
  }
  std::vector<Table::Heading> with_sign = headings(style.columns);
  with_sign.insert(with_sign.begin(), Table::Heading{" "});
  Table table(std::move(with_sign));
  for (const auto& [sign, endpoint] : events) {
    std::vector<std::string> row = cells(*endpoint, style.columns, users);
    row.insert(row.begin(), std::string(1, sign));
    table.add_row(std::move(row));
  }
  io.out += table.to_text(io.width(), false, false);
}

}  // namespace wfp::cli
