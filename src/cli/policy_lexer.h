// The words of a policy file. Built for speed: a token points into the text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/failure.h"

namespace wfp::cli {

struct PolicyToken {
  enum class Kind : std::uint8_t { word, string, guid, op, separator, end };
  Kind kind = Kind::end;
  std::string_view text;  // of a string: between its quotes, not yet unescaped
  std::size_t at = 0;     // offset of its first byte

  [[nodiscard]] bool is(Kind wanted, std::string_view wanted_text) const {
    return kind == wanted && text == wanted_text;
  }
  [[nodiscard]] bool is_word(std::string_view wanted) const { return is(Kind::word, wanted); }
  [[nodiscard]] bool is_op(std::string_view wanted) const { return is(Kind::op, wanted); }
};

// Ends with a token of kind end. Fails (exit 7) on an open string or a stray character.
Outcome<std::vector<PolicyToken>> policy_tokens(std::string_view text, std::string_view file);

struct Position {
  std::size_t line = 1, column = 1;
};
Position position_of(std::string_view text, std::size_t at);

// "policy.wfp:3:14: expected a port", the line, and a mark under the byte at `at`. Exit 7.
Failure policy_failure(std::string_view file, std::string_view text, std::size_t at,
                       const std::string& what);

}  // namespace wfp::cli
