#include "cli/policy_lexer.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/guid.h"
#include "cli/text.h"

namespace wfp::cli {
namespace {

using Kind = PolicyToken::Kind;

constexpr std::size_t kGuidSize = 38;  // with its braces
constexpr std::size_t kContext = 60;   // bytes of the line shown on each side of a mistake
constexpr std::string_view kOps[] = {"!=", "<=", ">=", "=", "<", ">", ",", "{", "}", "(", ")"};

bool is_word_byte(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') ||
         std::string_view("_-.:/*+%|@\\").find(c) != std::string_view::npos;
}

std::string_view op_at(std::string_view text) {
  for (const std::string_view op : kOps) {
    if (text.starts_with(op)) return op;
  }
  return {};
}

class Lexer {
 public:
  Lexer(std::string_view text, std::string_view file) : text_(text), file_(file) {}

  Outcome<std::vector<PolicyToken>> run() {
    tokens_.reserve(text_.size() / 6 + 1);
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == ' ' || c == '\t' || c == '\r') {
        ++at_;
      } else if (c == '\n' || c == ';') {
        add(Kind::separator, 1);
      } else if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == '"') {
        WFP_CLI_CHECK(add_string());
      } else if (is_word_byte(c)) {
        add_word();
      } else if (c == '{' && parse_guid(text_.substr(at_, kGuidSize))) {
        add(Kind::guid, kGuidSize);
      } else if (const std::string_view op = op_at(text_.substr(at_)); !op.empty()) {
        add(Kind::op, op.size());
      } else {
        return fail(policy_failure(file_, text_, at_, "this character has no meaning here"));
      }
    }
    tokens_.push_back({Kind::end, {}, text_.size()});
    return std::move(tokens_);
  }

 private:
  void add(Kind kind, std::size_t length) {
    tokens_.push_back({kind, text_.substr(at_, length), at_});
    at_ += length;
  }

  void add_word() {
    std::size_t end = at_;
    while (end < text_.size() && is_word_byte(text_[end])) ++end;
    add(Kind::word, end - at_);
  }

  Outcome<void> add_string() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"' && text_[end] != '\n') {
      end += text_[end] == '\\' ? 2 : 1;
    }
    if (end >= text_.size() || text_[end] != '"')
      return fail(policy_failure(file_, text_, at_, "this string is not closed on its line"));
    tokens_.push_back({Kind::string, text_.substr(at_ + 1, end - at_ - 1), at_});
    at_ = end + 1;
    return {};
  }

  std::string_view text_, file_;
  std::size_t at_ = 0;
  std::vector<PolicyToken> tokens_;
};

}  // namespace

Outcome<std::vector<PolicyToken>> policy_tokens(std::string_view text, std::string_view file) {
  return Lexer(text, file).run();
}

Position position_of(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, std::min(at, text.size()));
  const auto lines = static_cast<std::size_t>(std::ranges::count(before, '\n'));
  const std::size_t start = before.rfind('\n') + 1;  // 0 if there is none
  return {lines + 1, before.size() - start + 1};
}

Failure policy_failure(std::string_view file, std::string_view text, std::size_t at,
                       const std::string& what) {
  at = std::min(at, text.size());
  const Position position = position_of(text, at);
  std::size_t start = at - (position.column - 1);
  if (at - start > kContext) start = at - kContext;
  const std::size_t end = std::min({text.find('\n', at), text.size(), at + kContext});
  const std::string before = escaped(text.substr(start, at - start));
  return {
      ExitCode::invalid_policy,
      fmt::format("{}:{}:{}: {}", escaped(file), position.line, position.column, what),
      {before + escaped(text.substr(at, end - at)), std::string(display_width(before), ' ') + "^"},
      {}};
}

}  // namespace wfp::cli
