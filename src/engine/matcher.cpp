#include "engine/matcher.h"

#include <algorithm>
#include <numeric>

#include "engine/planted.h"

namespace wfp::engine {
namespace {

using schema::Condition;
using schema::MatchType;
using schema::Value;

bool in_net(const schema::V6AddrMask& net, const schema::ByteArray16& address) {
  const std::size_t whole = net.prefix_length / 8;
  if (!std::equal(address.begin(), address.begin() + static_cast<std::ptrdiff_t>(whole),
                  net.address.begin())) {
    return false;
  }
  const unsigned rest = net.prefix_length % 8;
  return rest == 0 || ((address[whole] ^ net.address[whole]) >> (8 - rest)) == 0;
}

bool equal(const Value& wanted, const Value& value) {
  if (const auto* net = wanted.get<schema::V4AddrMask>()) {
    const auto* address = value.get<std::uint32_t>();
    return address != nullptr && (*address & net->mask) == (net->address & net->mask);
  }
  if (const auto* net = wanted.get<schema::V6AddrMask>()) {
    const auto* address = value.get<schema::ByteArray16>();
    return address != nullptr && in_net(*net, *address);
  }
  return wanted == value;
}

// Letters of the ASCII range; no field at an ALE layer holds a string.
bool equal_without_case(const Value& wanted, const Value& value) {
  const auto* a = wanted.get<std::string>();
  const auto* b = value.get<std::string>();
  const auto upper = [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  };
  return a != nullptr && b != nullptr && std::ranges::equal(*a, *b, {}, upper, upper);
}

bool in_range(const schema::Range* range, const Value& value) {
  if (range == nullptr) return false;
  const bool below_high =
      planted(Bug::open_range) ? compare(value, range->high) < 0 : compare(value, range->high) <= 0;
  return compare(range->low, value) <= 0 && below_high;
}

bool flags_hold(MatchType match, const Value& wanted, const Value& value) {
  const auto bits = wanted.as_unsigned();
  const auto own = value.as_unsigned();
  if (!bits || !own || wanted.type() != value.type()) return false;
  if (match == MatchType::flags_all_set) return (*own & *bits) == *bits;
  if (match == MatchType::flags_any_set) return (*own & *bits) != 0;
  return (*own & *bits) == 0;
}

bool is_token_field(const schema::LayerInfo& layer, schema::FieldId field) {
  return schema::field_info(field).type(layer.version) ==
         schema::DataType::token_access_information;
}

}  // namespace

bool holds(const Condition& condition, const Value& value) {
  const Value& wanted = condition.value;
  if (value.empty() && !planted(Bug::empty_matches_negations)) {
    return condition.match == MatchType::equal && wanted.empty();
  }
  switch (condition.match) {
    case MatchType::equal:
      return equal(wanted, value);
    case MatchType::not_equal:
      return !equal(wanted, value);
    case MatchType::greater:
      return compare(value, wanted) > 0;
    case MatchType::less:
      return compare(value, wanted) < 0;
    case MatchType::greater_or_equal:
      return compare(value, wanted) >= 0;
    case MatchType::less_or_equal:
      return compare(value, wanted) <= 0;
    case MatchType::range:
      return in_range(wanted.get_range(), value);
    case MatchType::flags_all_set:
    case MatchType::flags_any_set:
    case MatchType::flags_none_set:
      return flags_hold(condition.match, wanted, value);
    case MatchType::equal_case_insensitive:
      return equal_without_case(wanted, value);
    case MatchType::prefix:
    case MatchType::not_prefix:
      return false;
  }
  return false;
}

Result<Matcher> Matcher::compile(const schema::LayerInfo& layer,
                                 std::span<const Condition> conditions) {
  std::vector<std::uint16_t> order(conditions.size());
  std::iota(order.begin(), order.end(), std::uint16_t{0});
  // Tokens last, for they cost most; otherwise the fields that tell most apart first. The sort
  // keeps alternatives together, since no two fields have the same key.
  const auto key = [&](std::uint16_t i) {
    const schema::FieldId field = conditions[i].field;
    return std::tuple(is_token_field(layer, field), -int{schema::field_info(field).weight_rank},
                      field);
  };
  std::ranges::stable_sort(order, {}, key);
  Matcher matcher;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Condition& condition = conditions[order[i]];
    const auto position = layer.position(condition.field);
    if (!position) return fail(Status::fwp_condition_not_found);
    const bool last = i + 1 == order.size() || conditions[order[i + 1]].field != condition.field;
    Step step{static_cast<std::uint8_t>(*position), last, order[i], nullptr};
    if (const auto* bytes = condition.value.get<schema::DescriptorBytes>()) {
      WFP_TRY(auto descriptor, security::SecurityDescriptor::from_bytes(bytes->bytes));
      if (!descriptor.owner || !descriptor.group) {
        return fail(Status::invalid_security_descr,
                    "a condition's descriptor has an owner and a group");
      }
      step.descriptor = std::make_shared<const security::CompiledDescriptor>(std::move(descriptor));
    }
    matcher.steps_.push_back(std::move(step));
  }
  return matcher;
}

bool Matcher::matches(std::span<const Condition> conditions, const Request& request) const {
  bool met = planted(Bug::alternatives_are_and);
  for (const Step& step : steps_) {
    const Condition& condition = conditions[step.condition];
    const security::Token* token = request.token(step.position);
    bool now = false;
    if (step.descriptor != nullptr) {
      now = token != nullptr && grants_match(*step.descriptor, *token);
    } else if (token == nullptr) {
      now = holds(condition, request.value(step.position));
    }
    met = planted(Bug::alternatives_are_and) ? met && now : met || now;
    if (!step.last_of_field) continue;
    if (!met) return false;
    met = planted(Bug::alternatives_are_and);
  }
  return true;
}

}  // namespace wfp::engine
