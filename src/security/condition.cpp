#include "security/condition.h"

#include <utility>

#include "security/condition_tokens.h"
#include "security/upcase.h"

namespace wfp::security {
namespace {

std::u16string utf16_of(ByteView payload) {
  std::u16string text(payload.size() / 2, u'\0');
  std::memcpy(text.data(), payload.data(), payload.size() & ~std::size_t{1});
  return text;
}

// The sign byte overrides the sign that the 8 bytes have by themselves.
Integer integer_of(ByteView payload) {
  const auto value = load<std::uint64_t>(payload.data());
  const bool minus = payload[8] == static_cast<std::uint8_t>(IntegerSign::minus);
  if (!minus || value == 0) return {value, false};
  const bool below_zero = value >> 63 != 0;
  return {below_zero ? ~value + 1 : value, true};
}

}  // namespace

struct ConditionCompiler {
  Condition& out;

  bool literal_value(const TokenView& token) {
    if (is_integer(token.code)) {
      const std::uint8_t sign = token.payload[8], base = token.payload[9];
      if (sign < 1 || sign > 3 || base < 1 || base > 3) return false;
      out.values_.emplace_back(integer_of(token.payload));
    } else if (token.code == ConditionToken::string) {
      if (token.payload.size() % 2 != 0) return false;
      std::u16string text = utf16_of(token.payload);
      std::u16string folded = upcase(text);
      out.values_.emplace_back(Text{std::move(text), std::move(folded)});
    } else if (token.code == ConditionToken::octets) {
      out.values_.emplace_back(Bytes(token.payload.begin(), token.payload.end()));
    } else if (token.code == ConditionToken::sid) {
      const auto sid = Sid::from_bytes(token.payload);
      if (!sid) return false;
      out.values_.emplace_back(HashedSid{*sid, SidHash()(*sid)});
    } else {
      return false;
    }
    return true;
  }

  bool literal(const TokenView& token) {
    const auto first = static_cast<std::uint32_t>(out.values_.size());
    if (token.code == ConditionToken::set) {
      TokenReader members(token.payload);
      while (!members.at_end()) {
        const TokenView member = members.next();
        if (!members.ok() || !literal_value(member)) return false;
      }
    } else if (!literal_value(token)) {
      return false;
    }
    const auto count = static_cast<std::uint32_t>(out.values_.size()) - first;
    out.code_.push_back({token.code, token.code == ConditionToken::set, first, count});
    return true;
  }

  bool attribute(const TokenView& token) {
    if (token.payload.empty() || token.payload.size() % 2 != 0) return false;
    const auto index = static_cast<std::uint32_t>(out.names_.size());
    out.names_.push_back(upcase(utf16_of(token.payload)));
    out.code_.push_back({token.code, false, index, 0});
    return true;
  }

  // Checks that no operator lacks operands, that the stack stays within bounds and that one value
  // remains.
  bool run(ByteView tokens) {
    TokenReader reader(tokens);
    std::size_t depth = 0;
    while (!reader.at_end()) {
      const TokenView token = reader.next();
      if (!reader.ok()) return false;
      if (token.code == ConditionToken::padding) break;
      if (const OperatorInfo* op = find_operator(token.code)) {
        const bool binary = op->kind == OperatorKind::comparison ||
                            op->op == ConditionOperator::both ||
                            op->op == ConditionOperator::either;
        if (depth < (binary ? 2u : 1u)) return false;
        depth -= binary ? 1 : 0;
        out.code_.push_back({token.code, false, 0, 0});
        continue;
      }
      if (is_attribute(token.code) ? !attribute(token) : !literal(token)) return false;
      if (++depth > Condition::kMaxStack) return false;
    }
    return reader.ok() && depth == 1;
  }
};

Condition Condition::compile(ByteView application_data) {
  Condition condition;
  condition.well_formed_ = ConditionCompiler{condition}.run(condition_tokens(application_data));
  return condition;
}

}  // namespace wfp::security
