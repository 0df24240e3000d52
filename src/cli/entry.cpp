#include "cli/entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "cli/text.h"
#include "fwpmu.h"

namespace wfp::cli {
namespace {

struct InheritanceFlag {
  std::string_view name;
  std::uint8_t bit;
};
constexpr InheritanceFlag kInheritance[] = {
    {"OI", OBJECT_INHERIT_ACE},
    {"CI", CONTAINER_INHERIT_ACE},
    {"NP", NO_PROPAGATE_INHERIT_ACE},
    {"IO", INHERIT_ONLY_ACE},
};
constexpr std::uint8_t kBelow = OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE | INHERIT_ONLY_ACE;

constexpr std::string_view kExample = "for example bob:R, g:netops:RW or bob:(OI)(CI)(EN,RD)";

std::optional<Trustee::Kind> kind_named(std::string_view prefix) {
  if (prefix == "u" || prefix == "user") return Trustee::Kind::user;
  if (prefix == "g" || prefix == "group") return Trustee::Kind::group;
  if (prefix == "o" || prefix == "other") return Trustee::Kind::everyone;
  return std::nullopt;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')') --depth;
    if (text[i] != separator || depth > 0) continue;
    parts.push_back(text.substr(start, i - start));
    start = i + 1;
  }
  parts.push_back(text.substr(start));
  return parts;
}

// Takes "(OI)(CI)" off the front; other brackets are rights and stay.
std::uint8_t take_inheritance(std::string_view& text) {
  std::uint8_t flags = 0;
  while (text.starts_with('(')) {
    const std::size_t close = text.find(')');
    const auto* flag = std::ranges::find_if(kInheritance, [&](const InheritanceFlag& candidate) {
      return close != std::string_view::npos &&
             equals_ignoring_case(text.substr(1, close - 1), candidate.name);
    });
    if (flag == std::end(kInheritance)) return flags;
    flags |= flag->bit;
    text.remove_prefix(close + 1);
  }
  return flags;
}

Failure bad_entry(std::string_view text, std::string_view what) {
  return {ExitCode::usage,
          fmt::format("entry '{}': {}", escaped(text), what),
          {std::string(kExample)},
          {}};
}

// "rw-" of setfacl, or rights as everywhere.
Outcome<AccessMask> parse_permissions(std::string_view text) {
  if (text.empty() || text.find_first_not_of("rwx-") != std::string_view::npos)
    return parse_rights(text);
  std::string letters;
  if (text.find('r') != std::string_view::npos) letters += 'R';
  if (text.find('w') != std::string_view::npos) letters += 'W';
  if (text.find('x') != std::string_view::npos) letters += 'S';
  return letters.empty() ? Outcome<AccessMask>(0) : parse_rights(letters);
}

// "d:" and the trustee of a setfacl entry; `parts` loses what was used.
Outcome<Entry> take_setfacl_trustee(std::string_view text, std::vector<std::string_view>& parts) {
  Entry entry;
  if (parts.size() > 1 && (parts[0] == "d" || parts[0] == "default")) {
    entry.flags = kBelow;
    parts.erase(parts.begin());
  }
  const auto kind = kind_named(parts[0]);
  if (!kind || parts.size() < 2) return fail(bad_entry(text, "expected u:NAME, g:NAME or o:"));
  entry.trustee = {*kind, std::string(parts[1])};
  if (*kind == Trustee::Kind::user && parts[1].empty()) entry.trustee.kind = Trustee::Kind::owner;
  if (*kind == Trustee::Kind::group && parts[1].empty()) {
    return fail(bad_entry(text, "these objects have no rights of an owning group: name the group"));
  }
  if (*kind == Trustee::Kind::everyone && !parts[1].empty())
    return fail(bad_entry(text, "o: takes no name"));
  parts.erase(parts.begin(), parts.begin() + 2);
  return entry;
}

}  // namespace

Trustee parse_trustee(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    const auto kind = kind_named(text.substr(0, colon));
    if (kind && kind != Trustee::Kind::everyone)
      return {*kind, std::string(text.substr(colon + 1))};
  }
  return {Trustee::Kind::any, std::string(text)};
}

Outcome<Entry> parse_icacls_entry(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return fail(bad_entry(text, "the rights are missing"));
  std::string_view rights = text.substr(colon + 1);
  Entry entry;
  entry.trustee = parse_trustee(text.substr(0, colon));
  if (entry.trustee.text.empty()) return fail(bad_entry(text, "the name is missing"));
  entry.flags = take_inheritance(rights);
  WFP_CLI_TRY(entry.mask, parse_rights(rights));
  if (entry.mask == 0) return fail(bad_entry(text, "no right is named"));
  return entry;
}

Outcome<std::vector<Entry>> parse_setfacl_entries(std::string_view text) {
  std::vector<Entry> entries;
  for (const std::string_view one : split(text, ',')) {
    std::vector<std::string_view> parts = split(one, ':');
    WFP_CLI_TRY(Entry entry, take_setfacl_trustee(one, parts));
    if (parts.size() != 1) return fail(bad_entry(one, "the rights are missing"));
    WFP_CLI_TRY(entry.mask, parse_permissions(parts[0]));
    entries.push_back(std::move(entry));
  }
  return entries;
}

Outcome<std::vector<Trustee>> parse_setfacl_trustees(std::string_view text) {
  std::vector<Trustee> trustees;
  for (const std::string_view one : split(text, ',')) {
    std::vector<std::string_view> parts = split(one, ':');
    WFP_CLI_TRY(Entry entry, take_setfacl_trustee(one, parts));
    if (!parts.empty() && !(parts.size() == 1 && parts[0].empty())) {
      return fail(bad_entry(one, "-x takes no rights"));
    }
    trustees.push_back(std::move(entry.trustee));
  }
  return trustees;
}

std::string format_inheritance(std::uint8_t flags) {
  std::string text;
  for (const InheritanceFlag& flag : kInheritance) {
    if ((flags & flag.bit) != 0) text += fmt::format("({})", flag.name);
  }
  return text;
}

}  // namespace wfp::cli
