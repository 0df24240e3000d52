#include "cli/policy_condition.h"

namespace wfp::cli {
namespace {

using Kind = PolicyToken::Kind;

constexpr const char* kMatches =
    "= != < <= > >= in all-set any-set none-set, after the name of a field";

bool is_network(const PolicyValue& value) {
  return value.type == FWP_V4_ADDR_MASK || value.type == FWP_V6_ADDR_MASK;
}

Outcome<PolicyValue> bind_one(const PolicyCursor& cursor, const WrittenValue& written,
                              const ValueContext& context, bool& other_version) {
  auto bound = bind_value(written, context);
  if (!bound) {
    return fail(cursor.failure({Kind::word, written.text, written.at}, bound.error()));
  }
  other_version = !bound->has_value();
  return other_version ? PolicyValue{} : **std::move(bound);
}

}  // namespace

Outcome<WrittenCondition> parse_condition(PolicyCursor& cursor) {
  WrittenCondition condition;
  condition.token = cursor.next();
  if (condition.token.kind == Kind::guid) {
    condition.field = *parse_guid(condition.token.text);
  } else {
    condition.field = find_field(condition.token.text)->key;
  }
  const PolicyToken& comparison = cursor.peek();
  const auto match = comparison.kind == Kind::word || comparison.kind == Kind::op
                         ? find_match(comparison.text)
                         : std::nullopt;
  if (!match) return fail(cursor.expected(kMatches));
  condition.match = *match;
  cursor.next();
  do {
    WFP_CLI_TRY(WrittenValue low, cursor.value());
    condition.values.push_back(low);
    if (*match != FWP_MATCH_RANGE) continue;
    if (!cursor.accept_word("to")) return fail(cursor.expected("'to' and the other end"));
    WFP_CLI_TRY(WrittenValue high, cursor.value());
    condition.values.push_back(high);
  } while (cursor.accept_op(","));
  return condition;
}

Outcome<Bound> bind_condition(const PolicyCursor& cursor, const WrittenCondition& written,
                              const ValueContext& context,
                              std::vector<PolicyCondition>& conditions) {
  const std::size_t before = conditions.size();
  const bool is_range = written.match == FWP_MATCH_RANGE;
  for (std::size_t i = 0; i < written.values.size(); i += is_range ? 2 : 1) {
    bool other_version = false;
    WFP_CLI_TRY(PolicyValue value, bind_one(cursor, written.values[i], context, other_version));
    if (is_range) {
      bool other_high = false;
      WFP_CLI_TRY(PolicyValue high, bind_one(cursor, written.values[i + 1], context, other_high));
      if (is_network(value) || is_network(high))
        return fail(cursor.failure({Kind::word, {}, written.values[i].at},
                                   "the ends of a range are addresses, not networks"));
      if (other_high != other_version)
        return fail(cursor.failure({Kind::word, {}, written.values[i + 1].at},
                                   "expected an address of the same IP version"));
      value = {FWP_RANGE_TYPE, 0, 0, {}, {std::move(value), std::move(high)}};
    }
    if (!other_version) conditions.push_back({written.field, written.match, std::move(value)});
  }
  if (conditions.size() > before) return Bound::conditions;
  return written.match == FWP_MATCH_NOT_EQUAL ? Bound::nothing_excluded : Bound::never;
}

}  // namespace wfp::cli
