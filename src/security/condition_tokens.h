// The token codes of a condition's byte form, and its operators. Internal to this folder.
//
// A condition is "artx" and then tokens in postfix order, padded with zero bytes:
//   integer     01 02 03 04 (8, 16, 32, 64 bits as written), value (8), sign (1), base (1)
//   string      10, length in bytes (4), UTF-16
//   octets      18, length (4), bytes
//   set         50, length (4), literal tokens
//   SID         51, length (4), SID
//   attribute   f8 local, f9 user, fa resource, fb device; length (4), name in UTF-16
//   operator    table spec/condition_operators.tsv
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "security/bytes.h"

namespace wfp::security {

inline constexpr std::array<std::uint8_t, 4> kConditionSignature{'a', 'r', 't', 'x'};

struct ConditionToken {
  enum : std::uint8_t {
    padding = 0x00,
    int8 = 0x01,
    int64 = 0x04,
    string = 0x10,
    octets = 0x18,
    set = 0x50,
    sid = 0x51,
    local_attribute = 0xf8,
    user_attribute = 0xf9,
    resource_attribute = 0xfa,
    device_attribute = 0xfb,
  };
};

// How deep a condition may nest, in its text as it is written: each parenthesis and each negation
// is a level, and every operation is written in parentheses. Reading and writing have the same
// bound, so that what was read can be written and read again.
inline constexpr std::uint32_t kMaxConditionNesting = 1024;

enum class IntegerSign : std::uint8_t { plus = 1, minus = 2, none = 3 };
enum class IntegerBase : std::uint8_t { octal = 1, decimal = 2, hexadecimal = 3 };

enum class ConditionOperator : std::uint8_t {
#define WFP_OPERATOR(name, code, text, kind) name = code,
#include "gen/condition_operator_table.inc"
#undef WFP_OPERATOR
};
enum class OperatorKind : std::uint8_t { comparison, existence, membership, logical };

struct OperatorInfo {
  ConditionOperator op;
  std::string_view text;
  OperatorKind kind;
};

// The row of a token code, or nullptr if it is no operator.
const OperatorInfo* find_operator(std::uint8_t code);
// The operator that `text` begins with: the longest in any case, not followed by a letter of a
// longer word.
const OperatorInfo* match_operator(std::string_view text, OperatorKind kind);

constexpr bool is_literal(std::uint8_t token) {
  return (token >= ConditionToken::int8 && token <= ConditionToken::int64) ||
         token == ConditionToken::string || token == ConditionToken::octets ||
         token == ConditionToken::set || token == ConditionToken::sid;
}
constexpr bool is_integer(std::uint8_t token) {
  return token >= ConditionToken::int8 && token <= ConditionToken::int64;
}
constexpr bool is_attribute(std::uint8_t token) {
  return token >= ConditionToken::local_attribute && token <= ConditionToken::device_attribute;
}

// One token of the byte form.
struct TokenView {
  std::uint8_t code = ConditionToken::padding;
  ByteView payload;  // of a literal or attribute: what follows the code, without the length
};

// Reads tokens one by one and checks each one's bounds.
class TokenReader {
 public:
  explicit TokenReader(ByteView bytes) : rest_(bytes) {}
  // The next token, or one of code padding at the end (ok() tells an end from a mistake).
  TokenView next();
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  ByteView rest_;
  bool ok_ = true;
};

// The tokens of application data: without signature; empty if it is no condition.
ByteView condition_tokens(ByteView application_data);

}  // namespace wfp::security
