#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "cli/filter.h"
#include "cli/filter_lexer.h"
#include "cli/text.h"

namespace wfp::cli {
namespace {

constexpr int kDeepest = 64;  // of nested parentheses and nots

struct FieldName {
  std::string_view name;
  FilterField field;
};
constexpr FieldName kFields[] = {
    {"proto", FilterField::protocol},
    {"protocol", FilterField::protocol},
    {"state", FilterField::state},
    {"dir", FilterField::direction},
    {"direction", FilterField::direction},
    {"family", FilterField::family},
    {"src", FilterField::local},
    {"local", FilterField::local},
    {"dst", FilterField::remote},
    {"remote", FilterField::remote},
    {"sport", FilterField::local_port},
    {"lport", FilterField::local_port},
    {"dport", FilterField::remote_port},
    {"rport", FilterField::remote_port},
    {"app", FilterField::app},
    {"user", FilterField::user},
    {"uid", FilterField::uid},
    {"gid", FilterField::gid},
    {"service", FilterField::service},
    {"cgroup", FilterField::cgroup},
    {"pid", FilterField::pid},
    {"id", FilterField::id},
    {"netns", FilterField::netns},
};

struct OpName {
  std::string_view name;
  FilterOp op;
};
constexpr OpName kOps[] = {
    {"=", FilterOp::equal},          {"==", FilterOp::equal},         {"eq", FilterOp::equal},
    {"in", FilterOp::equal},         {"!=", FilterOp::not_equal},     {"ne", FilterOp::not_equal},
    {"<", FilterOp::less},           {"lt", FilterOp::less},          {"<=", FilterOp::less_equal},
    {"le", FilterOp::less_equal},    {">", FilterOp::greater},        {"gt", FilterOp::greater},
    {">=", FilterOp::greater_equal}, {"ge", FilterOp::greater_equal}, {"~=", FilterOp::contains},
    {"~", FilterOp::contains},       {"!~", FilterOp::lacks},
};

constexpr Word kFamilies[] = {{0, "ipv4", "inet"}, {1, "ipv6", "inet6"}};

bool is_text(FilterField field) {
  return field == FilterField::app || field == FilterField::user || field == FilterField::service ||
         field == FilterField::cgroup;
}

bool is_ordered(FilterField field) {
  return field == FilterField::local_port || field == FilterField::remote_port ||
         field == FilterField::uid || field == FilterField::gid || field == FilterField::pid ||
         field == FilterField::id || field == FilterField::netns;
}

class Parser {
 public:
  Parser(std::string_view text, std::vector<FilterToken> tokens, const FilterNames& names)
      : text_(text), tokens_(std::move(tokens)), names_(names) {}

  Outcome<FilterNode> parse() {
    WFP_CLI_TRY(FilterNode node, parse_or(0));
    if (peek().kind != FilterToken::Kind::end)
      return error(fmt::format("'{}' was not expected here", shown()));
    return node;
  }

 private:
  using Kind = FilterToken::Kind;

  [[nodiscard]] const FilterToken& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(next_ + ahead, tokens_.size() - 1)];
  }
  [[nodiscard]] std::string shown() const { return escaped(peek().text); }
  [[nodiscard]] std::unexpected<Failure> error(const std::string& what) const {
    return fail(filter_failure(text_, peek().at, what));
  }
  bool accept(std::string_view text) {
    const bool found = (peek().kind == Kind::op && peek().text == text) ||
                       (peek().kind == Kind::word && equals_ignoring_case(peek().text, text));
    if (found) ++next_;
    return found;
  }

  // A word that starts a test or a nested expression, so that "and" may be left out.
  [[nodiscard]] bool starts_term() const {
    const FilterToken& token = peek();
    if (token.kind == Kind::op) return token.text == "(" || token.text == "!";
    return token.kind == Kind::word && !equals_ignoring_case(token.text, "or");
  }

  Outcome<FilterNode> parse_or(int depth) {
    return parse_list(FilterNode::Kind::any_of, depth,
                      [this] { return accept("or") || accept("||") || accept("|"); });
  }

  Outcome<FilterNode> parse_and(int depth) {
    return parse_list(FilterNode::Kind::all_of, depth, [this] {
      return accept("and") || accept("&&") || accept("&") || starts_term();
    });
  }

  template <class Separator>
  Outcome<FilterNode> parse_list(FilterNode::Kind kind, int depth, Separator separator) {
    FilterNode list{kind, {}, {}};
    do {
      WFP_CLI_TRY(FilterNode node,
                  kind == FilterNode::Kind::any_of ? parse_and(depth) : parse_not(depth));
      list.children.push_back(std::move(node));
    } while (separator());
    if (list.children.size() > 1) return list;
    FilterNode only = std::move(list.children.front());
    return only;
  }

  Outcome<FilterNode> parse_not(int depth) {
    if (depth > kDeepest) return error("this is nested too deeply");
    if (accept("not") || accept("!")) {
      WFP_CLI_TRY(FilterNode inner, parse_not(depth + 1));
      FilterNode node{FilterNode::Kind::none_of, {}, {}};
      node.children.push_back(std::move(inner));
      return node;
    }
    if (accept("(")) {
      WFP_CLI_TRY(FilterNode inner, parse_or(depth + 1));
      if (!accept(")")) return error("expected ')'");
      return inner;
    }
    return parse_test();
  }

  Outcome<FilterNode> parse_test() {
    if (peek().kind != Kind::word) {
      return error(peek().kind == Kind::end ? "expected a field or a state here"
                                            : "expected a field or a state");
    }
    const std::string name = peek().text;
    const auto is_named = [&](const FieldName& field) {
      return equals_ignoring_case(name, field.name);
    };
    const auto* field = std::ranges::find_if(kFields, is_named);
    if (field == std::end(kFields)) return parse_bare_word(name);
    ++next_;
    FilterTest test{field->field, FilterOp::equal, {}};
    WFP_CLI_TRY(test.op, parse_op(field->field));
    const bool braces = accept("{");
    do {
      WFP_CLI_TRY(FilterValue value, parse_value(test.field, test.op));
      test.values.push_back(std::move(value));
    } while (accept(","));
    if (braces && !accept("}")) return error("expected ',' or '}'");
    return FilterNode{FilterNode::Kind::test, {}, std::move(test)};
  }

  // A state or a protocol by itself, as in `wfp ls established` and `wfp ls tcp`.
  Outcome<FilterNode> parse_bare_word(const std::string& name) {
    FilterTest test{FilterField::state, FilterOp::equal, {}};
    if (const auto set = state_set(name)) {
      test.values.push_back({*set, {}, {}});
    } else if (const auto protocol = value_of(protocols(), name)) {
      test.field = FilterField::protocol;
      test.values.push_back({*protocol, {}, {}});
    } else {
      std::vector<std::string_view> known;
      for (const FieldName& field : kFields) known.push_back(field.name);
      for (const Word& state : states()) known.push_back(state.name);
      return error(fmt::format("'{}' is neither a field nor a state{}", escaped(name),
                               did_you_mean(name, known)));
    }
    ++next_;
    return FilterNode{FilterNode::Kind::test, {}, std::move(test)};
  }

  Outcome<FilterOp> parse_op(FilterField field) {
    const auto is_named = [&](const OpName& op) {
      return equals_ignoring_case(peek().text, op.name);
    };
    const auto* op =
        peek().kind == Kind::quoted ? std::end(kOps) : std::ranges::find_if(kOps, is_named);
    if (op == std::end(kOps)) {
      if (peek().kind == Kind::op && peek().text != "{")
        return error("expected a comparison such as = or !=");
      return FilterOp::equal;  // "src 10.0.0.0/8"
    }
    const bool contains = op->op == FilterOp::contains || op->op == FilterOp::lacks;
    if (contains && !is_text(field))
      return error(fmt::format("'{}' is for text: app, user, service, cgroup", shown()));
    const bool ordered = op->op != FilterOp::equal && op->op != FilterOp::not_equal && !contains;
    if (ordered && !is_ordered(field))
      return error(fmt::format("'{}' is for numbers: use = or !=", shown()));
    ++next_;
    return op->op;
  }

  Outcome<FilterValue> parse_value(FilterField field, FilterOp op) {
    const FilterToken token = peek();
    if (token.kind == Kind::op || token.kind == Kind::end) return error("expected a value");
    Outcome<FilterValue> value =
        is_text(field) ? text_value(field, op, token.text) : plain_value(field, token.text);
    if (value) ++next_;
    return value;
  }

  Outcome<FilterValue> text_value(FilterField field, FilterOp op, const std::string& text) {
    const auto bytes = unescaped(text);
    if (!bytes) return error("a backslash is written \\\\, any other byte \\xHH");
    const bool exact = op == FilterOp::equal || op == FilterOp::not_equal;
    if (field == FilterField::user && exact) {
      const auto uid = names_.uid_of_user ? names_.uid_of_user(*bytes) : std::nullopt;
      if (!uid) return error(fmt::format("there is no user '{}'", escaped(*bytes)));
      return FilterValue{*uid, {}, *bytes};
    }
    return FilterValue{0, {}, *bytes};
  }

  Outcome<FilterValue> plain_value(FilterField field, const std::string& text) {
    switch (field) {
      case FilterField::state:
        return word_value(state_set(text), states(), "a state");
      case FilterField::protocol:
        return protocol_value(text);
      case FilterField::direction:
        return word_value(value_of(directions(), text), directions(), "a direction");
      case FilterField::family:
        return word_value(value_of(kFamilies, text), kFamilies, "a family");
      case FilterField::local:
      case FilterField::remote:
        return address_value(text);
      case FilterField::local_port:
      case FilterField::remote_port: {
        const auto port = parse_port(text, names_.port_of_service);
        if (!port) return error(fmt::format("'{}' is not a port", escaped(text)));
        return FilterValue{*port, {}, {}};
      }
      default:
        break;
    }
    const auto number = parse_id(text);
    if (!number) return error(fmt::format("'{}' is not a number", escaped(text)));
    return FilterValue{*number, {}, {}};
  }

  Outcome<FilterValue> word_value(std::optional<std::uint32_t> value, std::span<const Word> words,
                                  std::string_view what) {
    if (value) return FilterValue{*value, {}, {}};
    std::vector<std::string_view> known;
    for (const Word& word : words) known.push_back(word.name);
    return error(fmt::format("'{}' is not {}{}", shown(), what, did_you_mean(peek().text, known)));
  }

  Outcome<FilterValue> protocol_value(const std::string& text) {
    const auto number = parse_id(text.starts_with("ip-") ? text.substr(3) : text);
    if (number && *number <= 255) return FilterValue{*number, {}, {}};
    return word_value(value_of(protocols(), text), protocols(), "a protocol");
  }

  Outcome<FilterValue> address_value(const std::string& text) {
    const auto pattern = parse_address_pattern(text, names_.port_of_service);
    if (!pattern) {
      return error(
          fmt::format("'{}' is not an address, a prefix such as 10.0.0.0/8, or a port such as :443",
                      escaped(text)));
    }
    return FilterValue{0, *pattern, {}};
  }

  std::string_view text_;
  std::vector<FilterToken> tokens_;
  const FilterNames& names_;
  std::size_t next_ = 0;
};

}  // namespace

Outcome<Filter> Filter::parse(std::string_view text, const FilterNames& names) {
  Filter filter;
  filter.user_of_uid_ = names.user_of_uid;
  WFP_CLI_TRY(std::vector<FilterToken> tokens, filter_tokens(text));
  if (tokens.size() == 1) return filter;
  WFP_CLI_TRY(FilterNode root, Parser(text, std::move(tokens), names).parse());
  filter.root_ = std::move(root);
  return filter;
}

}  // namespace wfp::cli
