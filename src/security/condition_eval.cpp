#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "security/condition.h"
#include "security/condition_tokens.h"

namespace wfp::security {
namespace {

using Values = std::span<const AttributeValue>;
using Op = ConditionOperator;

Truth truth(bool value) { return value ? Truth::yes : Truth::no; }

Truth negate(Truth value) { return value == Truth::unknown ? value : truth(value == Truth::no); }

Truth both(Truth a, Truth b) {
  if (a == Truth::no || b == Truth::no) return Truth::no;
  return a == Truth::unknown ? a : b;
}

Truth either(Truth a, Truth b) {
  if (a == Truth::yes || b == Truth::yes) return Truth::yes;
  return a == Truth::unknown ? a : b;
}

// Can the two be compared at all? A truth value compares with 0 and 1 too.
bool comparable(const AttributeValue& a, const AttributeValue& b) {
  if (a.index() == b.index()) return true;
  const auto is_bit = [](const AttributeValue& value) {
    const auto* number = std::get_if<Integer>(&value);
    return number != nullptr && !number->negative && number->magnitude <= 1;
  };
  return (std::holds_alternative<bool>(a) && is_bit(b)) ||
         (std::holds_alternative<bool>(b) && is_bit(a));
}

bool equal(const AttributeValue& a, const AttributeValue& b, bool exact) {
  if (a.index() == b.index()) return same_value(a, b, exact);
  const bool a_is_truth = std::holds_alternative<bool>(a);
  const bool value = std::get<bool>(a_is_truth ? a : b);
  return std::get<Integer>(a_is_truth ? b : a).magnitude == (value ? 1u : 0u);
}

bool all_comparable(Values a, Values b) {
  return std::ranges::all_of(a, [&](const auto& x) {
    return std::ranges::all_of(b, [&](const auto& y) { return comparable(x, y); });
  });
}

bool holds(Values set, const AttributeValue& value, bool exact) {
  return std::ranges::any_of(set, [&](const auto& member) { return equal(member, value, exact); });
}

bool holds_all(Values set, Values values, bool exact) {
  return std::ranges::all_of(values, [&](const auto& value) { return holds(set, value, exact); });
}

// Order counts as little as case; how often a value is written does count.
Truth equality(Values a, Values b, bool exact) {
  if (!all_comparable(a, b)) return Truth::unknown;
  return truth(a.size() == b.size() && holds_all(a, b, exact) && holds_all(b, a, exact));
}

Truth ordering(Op op, std::strong_ordering order) {
  switch (op) {
    case Op::less:
      return truth(order < 0);
    case Op::less_or_equal:
      return truth(order <= 0);
    case Op::greater:
      return truth(order > 0);
    case Op::greater_or_equal:
      return truth(order >= 0);
    default:
      return Truth::unknown;
  }
}

// Integers, strings (by UTF-16 unit) and octets have an order; SIDs and truth values have none.
Truth ordering(Op op, const AttributeValue& a, const AttributeValue& b, bool exact) {
  if (a.index() != b.index()) return Truth::unknown;
  if (const auto* number = std::get_if<Integer>(&a))
    return ordering(op, *number <=> std::get<Integer>(b));
  if (const auto* text = std::get_if<Text>(&a)) {
    const auto& other = std::get<Text>(b);
    return ordering(op, exact ? text->exact <=> other.exact : text->folded <=> other.folded);
  }
  if (const auto* octets = std::get_if<Bytes>(&a))
    return ordering(op, *octets <=> std::get<Bytes>(b));
  return Truth::unknown;
}

}  // namespace

// One evaluation: a stack of operands on the caller's own stack.
class ConditionMachine {
 public:
  ConditionMachine(const Condition& condition, const ConditionContext& context)
      : condition_(condition), context_(context) {}

  Truth run() {
    for (const auto& instruction : condition_.code_) {
      if (!step(instruction)) return Truth::unknown;
    }
    const auto result = top_ == 1 ? as_truth(stack_[0]) : std::nullopt;
    return result.value_or(Truth::unknown);
  }

 private:
  enum class Kind : std::uint8_t { result, missing, attribute, literal, set };
  struct Operand {
    Kind kind;
    Truth result;         // of Kind::result
    bool case_sensitive;  // of Kind::attribute
    std::uint8_t source;  // of an attribute, found or missing: its token code
    std::uint32_t count;
    const AttributeValue* values;

    [[nodiscard]] Values span() const { return {values, count}; }
    [[nodiscard]] bool is_attribute() const {
      return kind == Kind::missing || kind == Kind::attribute;
    }
  };

  // False: a mistake that makes the whole expression unknown.
  bool step(const Condition::Instruction& instruction) {
    if (is_attribute(instruction.code)) return push(attribute(instruction));
    if (is_literal(instruction.code)) {
      const auto* values = condition_.values_.data() + instruction.first;
      const Kind kind = instruction.set ? Kind::set : Kind::literal;
      return push({kind, Truth::unknown, false, 0, instruction.count, values});
    }
    const auto op = static_cast<Op>(instruction.code);
    switch (find_operator(instruction.code)->kind) {
      case OperatorKind::comparison:
        return comparison(op);
      case OperatorKind::existence:
        return existence(op);
      case OperatorKind::membership:
        return membership(op);
      case OperatorKind::logical:
        return logical(op);
    }
    return false;
  }

  bool push(const Operand& operand) {
    stack_[top_++] = operand;
    return true;
  }
  bool push(Truth result) { return push({Kind::result, result, false, 0, 0, nullptr}); }
  Operand pop() { return stack_[--top_]; }

  Operand attribute(const Condition::Instruction& instruction) {
    const auto& name = condition_.names_[instruction.first];
    const Attribute* found = nullptr;
    const auto look = [&](const AttributeSet* set) {
      if (found == nullptr && set != nullptr) found = set->find(name);
      if (found != nullptr && found->deny_only && !context_.denies) found = nullptr;
    };
    switch (instruction.code) {
      case ConditionToken::user_attribute:
        look(context_.user);
        break;
      case ConditionToken::device_attribute:
        look(context_.device);
        break;
      case ConditionToken::local_attribute:
        look(context_.local);
        break;
      default:
        look(context_.resource);
        look(context_.resource_of_descriptor);
    }
    if (found == nullptr)
      return {Kind::missing, Truth::unknown, false, instruction.code, 0, nullptr};
    return {Kind::attribute,
            Truth::unknown,
            found->case_sensitive,
            instruction.code,
            static_cast<std::uint32_t>(found->values.size()),
            found->values.data()};
  }

  // What an operand of && || ! says; none for a literal, which says nothing.
  static std::optional<Truth> as_truth(const Operand& operand) {
    switch (operand.kind) {
      case Kind::result:
        return operand.result;
      case Kind::missing:
        return Truth::unknown;
      case Kind::attribute:
        break;
      case Kind::literal:
      case Kind::set:
        return std::nullopt;
    }
    if (operand.count > 1) return Truth::yes;
    const AttributeValue& value = operand.values[0];
    if (const auto* number = std::get_if<Integer>(&value)) return truth(number->magnitude != 0);
    if (const auto* flag = std::get_if<bool>(&value)) return truth(*flag);
    if (const auto* text = std::get_if<Text>(&value)) return truth(!text->exact.empty());
    return Truth::unknown;
  }

  bool logical(Op op) {
    const Operand right = pop();
    const auto b = as_truth(right);
    if (!b) return false;
    if (op == Op::negation) {
      // Recorded: Windows fails to negate a bare attribute while another bare attribute waits below
      // it.
      if (right.is_attribute() && top_ > 0 && stack_[top_ - 1].is_attribute()) return false;
      return push(negate(*b));
    }
    const auto a = as_truth(pop());
    return a && push(op == Op::both ? both(*a, *b) : either(*a, *b));
  }

  bool existence(Op op) {
    const Operand operand = pop();
    const bool defined = operand.source == ConditionToken::local_attribute ||
                         operand.source == ConditionToken::resource_attribute;
    if (!operand.is_attribute() || !defined) return false;
    return push(truth((operand.kind == Kind::attribute) == (op == Op::exists)));
  }

  bool comparison(Op op) {
    const Operand right = pop();
    const Operand left = pop();
    if (!left.is_attribute() || right.kind == Kind::result) return false;
    return push(compare(op, left, right));
  }

  static Truth compare(Op op, const Operand& left, const Operand& right) {
    const bool exact = left.case_sensitive || right.case_sensitive;
    const bool missing = left.kind == Kind::missing || right.kind == Kind::missing;
    switch (op) {
      case Op::contains:
        return contains(left, right, exact);
      case Op::not_contains:
        return negate(contains(left, right, exact));
      case Op::any_of:
        return any_of(left, right, exact);
      case Op::not_any_of:
        return negate(any_of(left, right, exact));
      default:
        break;
    }
    if (missing) return Truth::unknown;
    if (op == Op::equals) return equality(left.span(), right.span(), exact);
    if (op == Op::not_equals) return negate(equality(left.span(), right.span(), exact));
    if (right.kind == Kind::set || left.count != 1 || right.count != 1) return Truth::unknown;
    return ordering(op, left.values[0], right.values[0], exact);
  }

  // Recorded: nothing contains the empty set, and that is known even of a missing attribute.
  static Truth contains(const Operand& left, const Operand& right, bool exact) {
    if (right.kind == Kind::set && right.count == 0) return Truth::no;
    if (left.kind == Kind::missing || right.kind == Kind::missing) return Truth::unknown;
    if (!all_comparable(left.span(), right.span())) return Truth::unknown;
    return truth(holds_all(left.span(), right.span(), exact));
  }

  static Truth any_of(const Operand& left, const Operand& right, bool exact) {
    const bool known =
        left.kind == Kind::attribute && (right.kind == Kind::attribute || right.kind == Kind::set);
    if (!known || !all_comparable(left.span(), right.span())) return Truth::unknown;
    return truth(std::ranges::any_of(
        right.span(), [&](const auto& value) { return holds(left.span(), value, exact); }));
  }

  bool membership(Op op) {
    const Operand operand = pop();
    if (operand.kind != Kind::literal && operand.kind != Kind::set) return false;
    push(member(op, operand.span()));
    return true;
  }

  [[nodiscard]] Truth member(Op op, Values sids) const {
    const auto is_sid = [](const AttributeValue& value) {
      return std::holds_alternative<HashedSid>(value);
    };
    if (sids.empty() || !std::ranges::all_of(sids, is_sid)) return Truth::unknown;
    const bool device = op == Op::device_member_of || op == Op::device_member_of_any ||
                        op == Op::not_device_member_of || op == Op::not_device_member_of_any;
    const bool any = op == Op::member_of_any || op == Op::device_member_of_any ||
                     op == Op::not_member_of_any || op == Op::not_device_member_of_any;
    const bool inverted = op >= Op::not_member_of && op <= Op::not_device_member_of_any;
    const std::uint32_t flag = device ? context_.device_flag : context_.member_flag;
    const auto held = [&](const AttributeValue& value) {
      const auto& sid = std::get<HashedSid>(value);
      return context_.sids != nullptr && (context_.sids->find(sid.sid, hash_of(sid)) & flag) != 0;
    };
    const bool result = any ? std::ranges::any_of(sids, held) : std::ranges::all_of(sids, held);
    return truth(result != inverted);
  }

  // Conditions are hashed with the process' seed; a token with a seed of its own costs a hash a
  // SID.
  [[nodiscard]] std::uint64_t hash_of(const HashedSid& sid) const {
    static const SidHash kProcess;
    return context_.sids->hash() == kProcess ? sid.hash : context_.sids->hash()(sid.sid);
  }

  const Condition& condition_;
  const ConditionContext& context_;
  std::size_t top_ = 0;
  std::array<Operand, Condition::kMaxStack> stack_;  // only what was pushed is read
};

Truth Condition::evaluate(const ConditionContext& context) const {
  if (!well_formed_) return Truth::unknown;
  return ConditionMachine(*this, context).run();
}

}  // namespace wfp::security
