#include "cli/filter_lexer.h"

#include <algorithm>

#include "cli/text.h"

namespace wfp::cli {
namespace {

constexpr std::string_view kOps[] = {"==", "!=", "<=", ">=", "~=", "!~", "&&", "||", "=", "<",
                                     ">",  "!",  "~",  "&",  "|",  "(",  ")",  "{",  "}", ","};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view op_at(std::string_view text) {
  const auto* op = std::ranges::find_if(
      kOps, [&](std::string_view candidate) { return text.starts_with(candidate); });
  return op == std::end(kOps) ? std::string_view{} : *op;
}

}  // namespace

Failure filter_failure(std::string_view text, std::size_t at, const std::string& what) {
  const std::string before = escaped(text.substr(0, at));
  return {ExitCode::usage,
          "filter: " + what,
          {before + escaped(text.substr(std::min(at, text.size()))),
           std::string(display_width(before), ' ') + "^", "see: wfp help filter"},
          {}};
}

Outcome<std::vector<FilterToken>> filter_tokens(std::string_view text) {
  using Kind = FilterToken::Kind;
  std::vector<FilterToken> tokens;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t start = at;
    if (is_blank(text[at])) {
      ++at;
    } else if (text[at] == '"' || text[at] == '\'') {
      const std::size_t close = text.find(text[at], at + 1);
      if (close == std::string_view::npos)
        return fail(filter_failure(text, at, "this quote is not closed"));
      tokens.push_back({Kind::quoted, std::string(text.substr(at + 1, close - at - 1)), start});
      at = close + 1;
    } else if (const std::string_view op = op_at(text.substr(at)); !op.empty()) {
      tokens.push_back({Kind::op, std::string(op), start});
      at += op.size();
    } else {
      while (at < text.size() && !is_blank(text[at]) && op_at(text.substr(at)).empty()) ++at;
      tokens.push_back({Kind::word, std::string(text.substr(start, at - start)), start});
    }
  }
  tokens.push_back({Kind::end, "", text.size()});
  return tokens;
}

}  // namespace wfp::cli
