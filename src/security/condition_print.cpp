#include <vector>

#include "base/utf.h"
#include "security/condition.h"
#include "security/condition_text.h"
#include "security/condition_tokens.h"
#include "security/sid_text.h"

namespace wfp::security {
namespace {

// The condition as a tree: postfix tells the operands only when the operator comes.
struct Node {
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  TokenView token;
  std::uint32_t left = kNone;
  std::uint32_t right = kNone;
  std::uint32_t depth = 1;  // of parentheses and negations
};

bool is_binary(const OperatorInfo& op) {
  return op.kind == OperatorKind::comparison || op.op == ConditionOperator::both ||
         op.op == ConditionOperator::either;
}

class ConditionPrinter {
 public:
  explicit ConditionPrinter(const SidContext& context) : context_(context) {}

  bool run(ByteView tokens, std::string& out) {
    if (!build(tokens)) return false;
    return print(stack_[0], out);
  }

 private:
  bool build(ByteView tokens) {
    TokenReader reader(tokens);
    while (!reader.at_end()) {
      const TokenView token = reader.next();
      if (!reader.ok()) return false;
      if (token.code == ConditionToken::padding) break;
      Node node{.token = token};
      if (const OperatorInfo* op = find_operator(token.code)) {
        if (is_binary(*op) && !take(node, node.right)) return false;
        if (!take(node, node.left)) return false;
        if (op->kind != OperatorKind::logical) node.depth = 1;
        if (op->op == ConditionOperator::negation) ++node.depth;
        if (node.depth > kMaxConditionNesting) return false;
      }
      stack_.push_back(static_cast<std::uint32_t>(nodes_.size()));
      nodes_.push_back(node);
    }
    return stack_.size() == 1;
  }

  bool take(Node& node, std::uint32_t& operand) {
    if (stack_.empty()) return false;
    operand = stack_.back();
    stack_.pop_back();
    node.depth = std::max(node.depth, nodes_[operand].depth + 1);
    return true;
  }

  // An expression in its own parentheses.
  bool print(std::uint32_t index, std::string& out) {
    const Node& node = nodes_[index];
    const OperatorInfo* op = find_operator(node.token.code);
    if (op == nullptr && !is_attribute(node.token.code)) return false;
    out += '(';
    if (op == nullptr ? !operand(node.token, out) : !operation(*op, node, out)) return false;
    out += ')';
    return true;
  }

  bool operation(const OperatorInfo& op, const Node& node, std::string& out) {
    switch (op.kind) {
      case OperatorKind::logical:
        if (op.op == ConditionOperator::negation) {
          out += op.text;
          return print(node.left, out);
        }
        if (!print(node.left, out)) return false;
        infix(op, out);
        return print(node.right, out);
      case OperatorKind::comparison:
        if (!is_attribute(nodes_[node.left].token.code) || !operand(nodes_[node.left].token, out))
          return false;
        infix(op, out);
        return operand(nodes_[node.right].token, out);
      case OperatorKind::existence:
        if (!is_attribute(nodes_[node.left].token.code)) return false;
        break;
      case OperatorKind::membership:
        if (!is_literal(nodes_[node.left].token.code)) return false;
        break;
    }
    out += op.text;
    out += ' ';
    return operand(nodes_[node.left].token, out);
  }

  static void infix(const OperatorInfo& op, std::string& out) {
    out += ' ';
    out += op.text;
    out += ' ';
  }

  bool operand(const TokenView& token, std::string& out) {
    switch (token.code) {
      case ConditionToken::user_attribute:
        out += "@USER.";
        break;
      case ConditionToken::device_attribute:
        out += "@DEVICE.";
        break;
      case ConditionToken::resource_attribute:
        out += "@RESOURCE.";
        break;
      case ConditionToken::local_attribute:
        break;
      case ConditionToken::set:
        return set(token, out);
      default:
        return literal(token, out);
    }
    if (token.payload.empty() || token.payload.size() % 2 != 0) return false;
    write_name(out, text_of(token.payload));
    return true;
  }

  bool set(const TokenView& token, std::string& out) {
    out += '{';
    TokenReader members(token.payload);
    for (bool first = true; !members.at_end(); first = false) {
      const TokenView member = members.next();
      if (!members.ok()) return false;
      if (!first) out += ", ";
      if (!literal(member, out)) return false;
    }
    out += '}';
    return true;
  }

  bool literal(const TokenView& token, std::string& out) {
    if (is_integer(token.code)) return integer(token, out);
    switch (token.code) {
      case ConditionToken::string:
        return token.payload.size() % 2 == 0 && write_quoted(out, text_of(token.payload));
      case ConditionToken::octets:
        out += '#';
        write_hex(out, token.payload);
        return true;
      case ConditionToken::sid: {
        if (SidView::size_at(token.payload) != token.payload.size() || token.payload.empty())
          return false;
        char text[kMaxSidText];
        out += "SID(";
        out.append(text, write_sid_or_alias(text, SidView(token.payload.data()), context_));
        out += ')';
        return true;
      }
      default:
        return false;
    }
  }

  static bool integer(const TokenView& token, std::string& out) {
    const std::uint8_t sign = token.payload[8], base = token.payload[9];
    if (sign < 1 || sign > 3 || base < 1 || base > 3) return false;
    write_integer(out, {load<std::uint64_t>(token.payload.data()), static_cast<IntegerSign>(sign),
                        static_cast<IntegerBase>(base)});
    return true;
  }

  static std::u16string text_of(ByteView payload) {
    std::u16string text(payload.size() / 2, u'\0');
    std::memcpy(text.data(), payload.data(), payload.size());
    return text;
  }

  const SidContext& context_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> stack_;
};

}  // namespace

Result<std::string> format_condition(ByteView application_data, const SidContext& context) {
  std::string out;
  const ByteView tokens = condition_tokens(application_data);
  if (tokens.empty() || !ConditionPrinter(context).run(tokens, out)) {
    return fail(Status::invalid_parameter, "the condition is malformed");
  }
  return out;
}

}  // namespace wfp::security
