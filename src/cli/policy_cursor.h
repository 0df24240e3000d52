// PolicyCursor: a place in the tokens of a policy file, and what a parser asks there.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/failure.h"
#include "cli/policy_lexer.h"
#include "cli/policy_value.h"

namespace wfp::cli {

class PolicyCursor {
 public:
  PolicyCursor(std::string_view text, std::string_view file, std::vector<PolicyToken> tokens)
      : text_(text), file_(file), tokens_(std::move(tokens)) {}

  [[nodiscard]] const PolicyToken& peek() const { return tokens_[at_]; }
  const PolicyToken& next() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool accept_word(std::string_view word);
  bool accept_op(std::string_view op);
  void skip_separators();
  [[nodiscard]] bool at_end() const { return peek().kind == PolicyToken::Kind::end; }

  [[nodiscard]] Failure expected(const std::string& what) const {
    return failure(peek(), "expected " + what);
  }
  [[nodiscard]] Failure failure(const PolicyToken& token, const std::string& what) const {
    return policy_failure(file_, text_, token.at, what);
  }
  [[nodiscard]] std::size_t line_of(const PolicyToken& token);

  Outcome<std::string> text(const std::string& what);  // a string or word
  Outcome<GUID> guid();
  Outcome<std::uint64_t> number(const std::string& what, std::uint64_t maximum);
  Outcome<std::string> hex();
  // A name or {key} that refers to another object.
  Outcome<PolicyToken> reference(std::string_view kind);
  Outcome<WrittenValue> value();
  // A statement ends with a line, a ';' or before a '}'.
  Outcome<void> end_of_statement();

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::string_view file() const { return file_; }

 private:
  std::string_view text_, file_;
  std::vector<PolicyToken> tokens_;
  std::size_t at_ = 0;
  std::size_t counted_ = 0, lines_ = 1;  // lines up to an offset, counted once
};

}  // namespace wfp::cli
