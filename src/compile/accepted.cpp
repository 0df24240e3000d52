#include "compile/accepted.h"

#include <bit>

#include "engine/matcher.h"

namespace wfp::compile {
namespace {

using schema::Condition;
using schema::MatchType;
using schema::Value;

// Tests that are tried on every value of a field: of up to so many bits.
constexpr unsigned kCountableBits = 16;

struct Question {
  const SlotInfo& slot;
  schema::IpVersion version;
  const wfp_key& hash_key;

  [[nodiscard]] unsigned bits() const { return slot.bits_at(version); }
  [[nodiscard]] Key greatest() const { return greatest_key(bits()); }
  [[nodiscard]] Key key(const Value& value) const { return key_of(slot, value, hash_key); }
};

std::unexpected<Error> inexact(const Condition& condition) {
  return fail(Status::not_supported, "the kernel cannot decide " +
                                         std::string(schema::to_string(condition.match)) + " on " +
                                         std::string(schema::field_info(condition.field).name));
}

// The low `free` bits of a number, all set.
Key low_bits(unsigned free) { return free == 0 ? Key{} : greatest_key(free); }

KeyRange net_range(Key address, unsigned free) {
  const Key ones = low_bits(free);
  return {{address.high & ~ones.high, address.low & ~ones.low},
          {address.high | ones.high, address.low | ones.low}};
}

// The values that are equal to one, or in a net.
KeyRange equal_range(const Question& question, const Value& value) {
  if (const auto* net = value.get<schema::V4AddrMask>()) {
    return net_range({0, net->address}, static_cast<unsigned>(std::countr_zero(net->mask)));
  }
  if (const auto* net = value.get<schema::V6AddrMask>()) {
    return net_range(question.key(Value(net->address)), 128U - net->prefix_length);
  }
  const Key key = question.key(value);
  return {key, key};
}

// The value of the field that a number stands for; of up to kCountableBits bits.
Value value_of(const Question& question, std::uint32_t number) {
  if (question.slot.coding == Coding::packed) return unpacked(question.slot, number);
  const schema::DataType type = schema::field_info(question.slot.field).type(question.version);
  if (type == schema::DataType::uint8) return Value(static_cast<std::uint8_t>(number));
  return Value(static_cast<std::uint16_t>(number));
}

// Asks the engine about each value there is.
void count(const Question& question, const Condition& condition, ValueSet& set) {
  for (std::uint32_t number = 0; number < 1U << question.bits(); ++number) {
    if (engine::holds(condition, value_of(question, number))) set.add({0, number}, {0, number});
  }
}

Result<void> add_name_test(const Question& question, const Condition& condition, ValueSet& set) {
  const KeyRange own = equal_range(question, condition.value);
  if (condition.match == MatchType::equal) {
    set.add(own.low, own.high);
  } else if (condition.match == MatchType::not_equal) {
    set.add_all_but(own, question.greatest());
  } else {
    return inexact(condition);
  }
  return {};
}

Result<void> add_number_test(const Question& question, const Condition& condition, ValueSet& set) {
  const Key greatest = question.greatest();
  if (const schema::Range* range = condition.value.get_range()) {
    set.add(question.key(range->low), question.key(range->high));
    return {};
  }
  const KeyRange own = equal_range(question, condition.value);
  switch (condition.match) {
    case MatchType::equal:
      set.add(own.low, own.high);
      return {};
    case MatchType::not_equal:
      set.add_all_but(own, greatest);
      return {};
    case MatchType::greater:
      if (own.high < greatest) set.add(after(own.high), greatest);
      return {};
    case MatchType::greater_or_equal:
      set.add(own.low, greatest);
      return {};
    case MatchType::less:
      if (own.low != Key{}) set.add({}, before(own.low));
      return {};
    case MatchType::less_or_equal:
      set.add({}, own.high);
      return {};
    default:
      return inexact(condition);
  }
}

bool tests_bits(MatchType match) {
  return match == MatchType::flags_all_set || match == MatchType::flags_any_set ||
         match == MatchType::flags_none_set;
}

}  // namespace

Result<ValueSet> accepted(const SlotInfo& slot, schema::IpVersion version, ConditionRefs conditions,
                          const wfp_key& hash_key) {
  const Question question{slot, version, hash_key};
  ValueSet set;
  for (const Condition* condition : conditions) {
    if (condition->value.empty()) {
      if (condition->match == MatchType::equal) set.accepts_absent = true;
      continue;  // nothing else holds of no value, and no value is EMPTY's equal
    }
    if (slot.coding == Coding::name) {
      WFP_CHECK_OK(add_name_test(question, *condition, set));
    } else if (slot.coding == Coding::packed ||
               (tests_bits(condition->match) && question.bits() <= kCountableBits)) {
      count(question, *condition, set);
    } else {
      WFP_CHECK_OK(add_number_test(question, *condition, set));
    }
  }
  set.normalize();
  return set;
}

}  // namespace wfp::compile
