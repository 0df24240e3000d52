#include "explain.h"

#include <algorithm>
#include <fstream>

namespace wfp::differential {
namespace {

constexpr std::size_t kColumns = 7;
constexpr std::string_view kNothing = "NOTHING", kUpperCase = "UPPER";

std::vector<std::string> cells(const std::string& line) {
  std::vector<std::string> out(1);
  for (const char c : line) {
    if (c == '\t') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

std::string upper_case(std::string text, const std::regex& pattern) {
  std::string out;
  for (std::smatch match; std::regex_search(text, match, pattern) && match.length() > 0;
       text = match.suffix()) {
    out += match.prefix();
    for (const char c : match.str()) out += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  }
  return out + text;
}

// Again and again: what is replaced may make room for another match (several rights of one ACE).
std::string replaced(const Explanation& row, std::string text) {
  if (row.replacement == kUpperCase) return upper_case(std::move(text), row.pattern);
  constexpr int kMost = 64;
  for (int i = 0; i < kMost; ++i) {
    std::string changed = std::regex_replace(text, row.pattern, row.replacement);
    if (changed == text) break;
    text = std::move(changed);
  }
  return text;
}

}  // namespace

Result<Explanations> Explanations::load(const std::string& path, std::string_view peer) {
  std::ifstream in(path);
  if (!in) return fail(Status::not_found, "cannot read " + path);
  Explanations all;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    const auto row = cells(line);
    if (row.size() != kColumns)
      return fail(Status::invalid_parameter, path + ": not seven columns: " + line);
    if (row[2] != "*" && row[2] != peer) continue;
    try {
      all.rows_.push_back({row[0], row[1], row[2], row[3], std::regex(row[4]),
                           row[5] == kNothing ? "" : row[5], row[6]});
    } catch (const std::regex_error& error) {
      return fail(Status::invalid_parameter, path + ": " + row[0] + ": " + error.what());
    }
  }
  return all;
}

std::string Explanations::rewrite(std::string_view kind, std::string_view action, std::string text,
                                  std::vector<std::string>& used) const {
  for (const auto& row : rows_) {
    if (row.kind != kind || row.action != action) continue;
    std::string changed = replaced(row, text);
    if (changed == text) continue;
    used.push_back(row.id);
    text = std::move(changed);
  }
  return text;
}

const Explanation* Explanations::find(std::string_view kind, std::string_view action,
                                      const std::string& text) const {
  const auto found = std::ranges::find_if(rows_, [&](const Explanation& row) {
    return row.kind == kind && row.action == action && std::regex_search(text, row.pattern);
  });
  return found == rows_.end() ? nullptr : &*found;
}

bool Explanations::has(std::string_view id) const {
  return std::ranges::any_of(rows_, [&](const Explanation& row) { return row.id == id; });
}

}  // namespace wfp::differential
