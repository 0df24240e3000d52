#include <algorithm>

#include "security/condition.h"
#include "security/condition_text.h"
#include "security/condition_tokens.h"
#include "security/sddl_ace.h"
#include "security/sid_text.h"

namespace wfp::security {
namespace {

using Op = ConditionOperator;

struct Prefix {
  std::string_view text;
  std::uint8_t token;
};
constexpr Prefix kPrefixes[] = {
    {"@user.", ConditionToken::user_attribute},
    {"@device.", ConditionToken::device_attribute},
    {"@resource.", ConditionToken::resource_attribute},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Recursive descent that writes postfix as it goes:
//   or    := and ("||" and)*        and  := term ("&&" term)*
//   term  := "(" or ")" | "!" term | Member_of... literal | Exists attribute | attribute [operator
//   operand]
class ConditionReader {
 public:
  ConditionReader(SddlCursor& in, const SidContext& context, WireBuffer& out)
      : in_(in), context_(context), out_(out) {}

  bool run() {
    skip_space(in_);
    if (in_.peek() != '(') return in_.fail("'(' and a condition");
    out_.put(kConditionSignature.data(), kConditionSignature.size());
    if (!parenthesised()) return false;
    skip_space(in_);
    if (out_.full()) return in_.fail("a condition of less than 64 KiB");
    return true;
  }

 private:
  void emit(Op op) { out_.put(static_cast<std::uint8_t>(op)); }

  bool take(std::string_view text) {
    if (!in_.rest().starts_with(text)) return false;
    in_.skip(text.size());
    return true;
  }

  bool either() {
    if (!both()) return false;
    for (skip_space(in_); take("||"); skip_space(in_)) {
      const std::uint32_t left = height_;
      if (!both() || !grow(std::max(left, height_) + 1)) return false;
      emit(Op::either);
    }
    return true;
  }

  bool both() {
    if (!term()) return false;
    for (skip_space(in_); take("&&"); skip_space(in_)) {
      const std::uint32_t left = height_;
      if (!term() || !grow(std::max(left, height_) + 1)) return false;
      emit(Op::both);
    }
    return true;
  }

  bool parenthesised() {
    in_.skip(1);
    if (++depth_ > kMaxConditionNesting) return in_.fail("fewer parentheses inside each other");
    if (!either()) return false;
    --depth_;
    return in_.take(')') || in_.fail("')', an operator, && or ||");
  }

  bool negation() {
    in_.skip(1);
    if (++depth_ > kMaxConditionNesting) return in_.fail("fewer negations inside each other");
    if (!term() || !grow(height_ + 2)) return false;
    --depth_;
    emit(Op::negation);
    return true;
  }

  // The expression just read nests that deep when it is written.
  bool grow(std::uint32_t height) {
    height_ = height;
    return height <= kMaxConditionNesting || in_.fail("fewer operations on each other");
  }

  bool term() {
    skip_space(in_);
    if (out_.full()) return in_.fail("a condition of less than 64 KiB");
    if (in_.peek() == '(') return parenthesised();
    if (in_.peek() == '!') return negation();
    height_ = 1;
    if (const OperatorInfo* op = match_operator(in_.rest(), OperatorKind::membership))
      return membership(*op);
    if (const OperatorInfo* op = match_operator(in_.rest(), OperatorKind::existence))
      return existence(*op);
    return attribute() && relation();
  }

  bool membership(const OperatorInfo& op) {
    in_.skip(op.text.size());
    skip_space(in_);
    const bool wrapped = in_.take('(');
    if (wrapped) skip_space(in_);
    if (!literal_or_set()) return false;
    if (wrapped) {
      skip_space(in_);
      if (!in_.take(')')) return in_.fail("')'");
    }
    emit(op.op);
    return true;
  }

  bool existence(const OperatorInfo& op) {
    in_.skip(op.text.size());
    skip_space(in_);
    if (!attribute()) return false;
    emit(op.op);
    return true;
  }

  // What may follow an attribute: an operator and its other side, or nothing.
  bool relation() {
    skip_space(in_);
    const OperatorInfo* op = match_operator(in_.rest(), OperatorKind::comparison);
    if (op == nullptr) return true;
    in_.skip(op->text.size());
    skip_space(in_);
    if (!operand()) return false;
    emit(op->op);
    return true;
  }

  // MS-DTYP 2.5.1.1: attr-name2 or a literal. A simple name stands on the left only.
  bool operand() {
    const char c = in_.peek();
    const bool number = is_digit(c) || ((c == '-' || c == '+') && is_digit(in_.peek(1)));
    if (number || c == '"' || c == '#' || c == '{' || at_sid()) return literal_or_set();
    return c == '@' ? attribute() : in_.fail("a literal, or @User., @Device. or @Resource.");
  }

  bool attribute() {
    std::uint8_t token = ConditionToken::local_attribute;
    if (in_.peek() == '@') {
      token = take_prefix();
      if (token == 0) return in_.fail("@User., @Device. or @Resource.");
    } else if (match_operator(in_.rest(), OperatorKind::comparison) != nullptr ||
               match_operator(in_.rest(), OperatorKind::membership) != nullptr) {
      return in_.fail("an attribute's name");
    }
    std::u16string name;
    if (!read_name(in_, false, name)) return false;
    put_block(token, name.data(), name.size() * sizeof(char16_t));
    return true;
  }

  std::uint8_t take_prefix() {
    for (const Prefix& prefix : kPrefixes) {
      const std::string_view text = in_.rest().substr(0, prefix.text.size());
      bool same = text.size() == prefix.text.size();
      for (std::size_t i = 0; same && i < text.size(); ++i) {
        const char lower =
            text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i];
        same = lower == prefix.text[i];
      }
      if (!same) continue;
      in_.skip(text.size());
      return prefix.token;
    }
    return 0;
  }

  [[nodiscard]] bool at_sid() const {
    constexpr std::string_view kSid = "sid";
    for (std::size_t i = 0; i < kSid.size(); ++i) {
      if ((in_.peek(i) | 0x20) != kSid[i]) return false;
    }
    std::size_t after = kSid.size();
    while (is_space(in_.peek(after))) ++after;
    return in_.peek(after) == '(';
  }

  bool literal_or_set() {
    if (!in_.take('{')) return literal();
    const std::size_t start = begin_block(ConditionToken::set);
    skip_space(in_);
    if (!in_.take('}')) {
      do {
        skip_space(in_);
        if (!literal()) return false;
        skip_space(in_);
      } while (in_.take(','));
      if (!in_.take('}')) return in_.fail("',' or '}'");
    }
    end_block(start);
    return true;
  }

  bool literal() {
    if (out_.full()) return in_.fail("a condition of less than 64 KiB");
    if (in_.peek() == '"') return string();
    if (in_.take('#')) return octets();
    if (at_sid()) return sid();
    IntegerText integer;
    if (!is_digit(in_.peek()) && in_.peek() != '-' && in_.peek() != '+') {
      return in_.fail("an integer, a \"string\", #octets or SID(...)");
    }
    if (!read_integer(in_, integer)) return false;
    out_.put(std::uint8_t{ConditionToken::int64});
    out_.put(integer.value);
    out_.put(static_cast<std::uint8_t>(integer.sign));
    out_.put(static_cast<std::uint8_t>(integer.base));
    return true;
  }

  bool string() {
    std::u16string text;
    if (!read_quoted(in_, text)) return false;
    put_block(ConditionToken::string, text.data(), text.size() * sizeof(char16_t));
    return true;
  }

  bool octets() {
    Bytes bytes;
    if (!read_octets(in_, bytes)) return false;
    put_block(ConditionToken::octets, bytes.data(), bytes.size());
    return true;
  }

  bool sid() {
    in_.skip(3);
    skip_space(in_);
    in_.skip(1);
    skip_space(in_);
    std::uint8_t bytes[Sid::kMaxSize];
    std::size_t size = 0;
    if (!read_sid(in_, context_, bytes, size)) return false;
    skip_space(in_);
    if (!in_.take(')')) return in_.fail("')'");
    put_block(ConditionToken::sid, bytes, size);
    return true;
  }

  std::size_t begin_block(std::uint8_t token) {
    out_.put(token);
    out_.put(std::uint32_t{0});
    return out_.size();
  }
  void end_block(std::size_t start) {
    if (!out_.full()) store(out_.at(start - 4), static_cast<std::uint32_t>(out_.size() - start));
  }
  void put_block(std::uint8_t token, const void* data, std::size_t size) {
    out_.put(token);
    out_.put(static_cast<std::uint32_t>(size));
    out_.put(data, size);
  }

  SddlCursor& in_;
  const SidContext& context_;
  WireBuffer& out_;
  std::uint32_t depth_ = 0;   // of what is being read, as it stands
  std::uint32_t height_ = 0;  // of what was read last, as it will be written
};

}  // namespace

bool read_condition(SddlCursor& in, const SidContext& context, WireBuffer& out) {
  return ConditionReader(in, context, out).run();
}

Result<Bytes> parse_condition(std::string_view text, const SidContext& context) {
  SddlCursor in(text);
  WireBuffer out;
  if (!read_condition(in, context, out) || !(in.at_end() || in.fail("the end"))) {
    return fail(in.status(), "character " + std::to_string(in.error_position() + 1) +
                                 ": expected " + in.expected());
  }
  out.align();
  if (out.full()) return fail(Status::invalid_parameter, "the condition exceeds 64 KiB");
  return Bytes(out.bytes().begin(), out.bytes().end());
}

}  // namespace wfp::security
