#include "cli/rights.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

#include "cli/text.h"
#include "fwpmu.h"

namespace wfp::cli {
namespace {

constexpr Right kRights[] = {
#define WFP_RIGHT(short_name, value, word, meaning) \
  {short_name, static_cast<AccessMask>(value), word, meaning},
#include "gen/wfp_rights.inc"
#undef WFP_RIGHT
};

struct GenericRight {
  AccessMask generic, mapped;
};
constexpr GenericRight kGeneric[] = {
    {static_cast<AccessMask>(GENERIC_READ), FWPM_GENERIC_READ},
    {static_cast<AccessMask>(GENERIC_WRITE), FWPM_GENERIC_WRITE},
    {static_cast<AccessMask>(GENERIC_EXECUTE), FWPM_GENERIC_EXECUTE},
    {static_cast<AccessMask>(GENERIC_ALL), FWPM_GENERIC_ALL},
};

// Takes from `mask` the names of the kind asked for, in the table's order.
std::vector<std::string_view> take(AccessMask& mask, bool letters) {
  std::vector<std::string_view> names;
  for (const Right& right : kRights) {
    if (right.is_letter() != letters || (mask & right.mask) != right.mask) continue;
    names.push_back(right.name);
    mask &= ~right.mask;
  }
  return names;
}

std::optional<AccessMask> parse_number(std::string_view text) {
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  const std::string_view digits = hex ? text.substr(2) : text;
  AccessMask value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
  if (error != std::errc() || end != digits.data() + digits.size() || digits.empty())
    return std::nullopt;
  return value;
}

// A word, or Windows' own name with or without its prefix; the short names in brackets only: RD is
// R and D elsewhere.
std::optional<AccessMask> find_word(std::string_view word, bool bracketed) {
  constexpr std::string_view kPrefix = "FWPM_ACTRL_";
  if (to_upper(word).starts_with(kPrefix)) word.remove_prefix(kPrefix.size());
  const auto has_name = [&](const Right& right) {
    return equals_ignoring_case(word, right.word) ||
           (bracketed && !right.is_letter() && equals_ignoring_case(word, right.name));
  };
  const auto* right = std::ranges::find_if(kRights, has_name);
  if (right != std::end(kRights)) return right->mask;
  return parse_number(word);
}

// "READ_CONTROL" as "read-control".
std::string plain_word(std::string_view word) {
  std::string plain;
  for (const char c : word) {
    plain += c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain;
}

std::optional<AccessMask> find_letters(std::string_view text) {
  AccessMask mask = 0;
  for (const char c : text) {
    const auto* right = std::ranges::find(kRights, std::string_view(&c, 1), &Right::name);
    if (right == std::end(kRights)) return std::nullopt;
    mask |= right->mask;
  }
  return mask;
}

Failure unknown_right(std::string_view word) {
  std::vector<std::string_view> candidates;
  std::string guess;
  for (const Right& right : kRights) {
    candidates.push_back(right.word);
    const bool bracketed = !right.is_letter() && equals_ignoring_case(word, right.name);
    if (bracketed) guess = fmt::format(". Did you mean '({})'?", right.name);
  }
  if (guess.empty()) guess = did_you_mean(word, candidates);
  return {ExitCode::usage,
          fmt::format("unknown right '{}'{}", escaped(word), guess),
          {"letters: F M R W S L D P O, or names in brackets: wfp help rights"},
          {}};
}

Outcome<AccessMask> parse_list(std::string_view text, bool bracketed) {
  AccessMask mask = 0;
  while (true) {
    const std::size_t comma = text.find(',');
    std::string_view word = text.substr(0, comma);
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    auto value = bracketed ? find_word(word, true) : find_letters(word);
    if (!value) value = bracketed ? find_letters(word) : find_word(word, false);
    if (!value || word.empty()) return fail(unknown_right(word));
    mask |= *value;
    if (comma == std::string_view::npos) return mask;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

std::span<const Right> rights() { return kRights; }

std::string format_rights(AccessMask mask) {
  if (mask == 0) return "none";
  std::string text;
  for (const std::string_view letter : take(mask, true)) text += letter;
  std::vector<std::string> others;
  for (const std::string_view name : take(mask, false)) others.emplace_back(name);
  if (mask != 0) others.push_back(fmt::format("{:#x}", mask));
  return others.empty() ? text : fmt::format("{}({})", text, fmt::join(others, ","));
}

Outcome<AccessMask> parse_rights(std::string_view text) {
  if (text.empty())
    return fail(ExitCode::usage, "no rights given",
                {"for example R, RW or (EN,RD): wfp help rights"});
  if (equals_ignoring_case(text, "none")) return AccessMask{0};
  const std::size_t open = text.find('(');
  if (open == std::string_view::npos) return parse_list(text, false);
  if (!text.ends_with(')')) {
    return fail(ExitCode::usage,
                fmt::format("rights '{}': ')' is missing at the end", escaped(text)));
  }
  AccessMask mask = 0;
  if (open > 0) {
    const auto letters = find_letters(text.substr(0, open));
    if (!letters) return fail(unknown_right(text.substr(0, open)));
    mask = *letters;
  }
  WFP_CLI_TRY(const AccessMask others,
              parse_list(text.substr(open + 1, text.size() - open - 2), true));
  return mask | others;
}

std::string name_rights(AccessMask mask) {
  std::vector<std::string> names;
  for (const Right& right : kRights) {
    if (right.is_letter() || (mask & right.mask) != right.mask) continue;
    names.emplace_back(right.word);
    mask &= ~right.mask;
  }
  if (mask != 0) names.push_back(fmt::format("{:#x}", mask));
  if (names.empty()) return "no right";
  if (names.size() == 1) return names[0];
  const std::string last = names.back();
  names.pop_back();
  return fmt::format("{} and {}", fmt::join(names, ", "), last);
}

std::string describe_rights(AccessMask mask) {
  mask = map_generic_rights(mask);
  if (mask == 0) return "nothing";
  std::vector<std::string> words;
  for (const Right& right : kRights) {
    if (right.is_letter() && (mask & right.mask) == right.mask) {
      words.emplace_back(right.word);
      mask &= ~right.mask;
    }
  }
  for (const Right& right : kRights) {
    if (right.is_letter() || (mask & right.mask) != right.mask) continue;
    words.push_back(plain_word(right.word));
    mask &= ~right.mask;
  }
  if (mask != 0) words.push_back(fmt::format("{:#x}", mask));
  return fmt::format("{}", fmt::join(words, ", "));
}

AccessMask map_generic_rights(AccessMask mask) {
  for (const GenericRight& right : kGeneric) {
    if ((mask & right.generic) != 0) mask = (mask & ~right.generic) | right.mapped;
  }
  return mask;
}

}  // namespace wfp::cli
