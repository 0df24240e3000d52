#include "security/condition_tokens.h"

#include <algorithm>

namespace wfp::security {
namespace {

constexpr OperatorInfo kOperators[] = {
#define WFP_OPERATOR(name, code, text, kind) {ConditionOperator::name, text, OperatorKind::kind},
#include "gen/condition_operator_table.inc"
#undef WFP_OPERATOR
};

constexpr std::size_t kIntegerSize = 10;

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(x) == lower(y);
  });
}

// attr-char1 of MS-DTYP 2.5.1.1: "Exists.x" and "Member_of/x" are names.
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == ':' || c == '.' || c == '/';
}

}  // namespace

const OperatorInfo* find_operator(std::uint8_t code) {
  const auto* row =
      std::ranges::find(kOperators, static_cast<ConditionOperator>(code), &OperatorInfo::op);
  return row == std::end(kOperators) ? nullptr : row;
}

const OperatorInfo* match_operator(std::string_view text, OperatorKind kind) {
  const OperatorInfo* best = nullptr;
  for (const auto& row : kOperators) {
    if (row.kind != kind || (best != nullptr && best->text.size() >= row.text.size())) continue;
    if (!equal_ignoring_case(text.substr(0, row.text.size()), row.text)) continue;
    const bool word = is_word(row.text.back());
    if (word && text.size() > row.text.size() && is_word(text[row.text.size()])) continue;
    best = &row;
  }
  return best;
}

TokenView TokenReader::next() {
  TokenView token;
  if (!ok_ || rest_.empty()) return token;
  token.code = rest_[0];
  rest_ = rest_.subspan(1);
  if (token.code == ConditionToken::padding) {  // nothing but padding may follow
    ok_ = std::ranges::all_of(rest_, [](std::uint8_t byte) { return byte == 0; });
    rest_ = {};
    return token;
  }
  std::size_t size = 0;
  if (is_integer(token.code)) {
    size = kIntegerSize;
  } else if (is_literal(token.code) || is_attribute(token.code)) {
    if (rest_.size() < 4) return ok_ = false, TokenView{};
    size = load<std::uint32_t>(rest_.data());
    rest_ = rest_.subspan(4);
  } else if (find_operator(token.code) == nullptr) {
    return ok_ = false, TokenView{};
  }
  if (size > rest_.size()) return ok_ = false, TokenView{};
  token.payload = rest_.subspan(0, size);
  rest_ = rest_.subspan(size);
  return token;
}

ByteView condition_tokens(ByteView application_data) {
  const auto& signature = kConditionSignature;
  if (application_data.size() < signature.size() ||
      !std::ranges::equal(application_data.subspan(0, 4), signature))
    return {};
  return application_data.subspan(4);
}

}  // namespace wfp::security
