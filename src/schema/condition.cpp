#include "schema/condition.h"

#include <bit>
#include <limits>

namespace wfp::schema {
namespace {

std::string described(const Condition& condition) {
  return std::string(field_info(condition.field).name) + " " +
         std::string(to_string(condition.match)) + " " +
         std::string(to_string(condition.value.type()));
}

bool holds_token(DataType type) {
  return type == DataType::token_information || type == DataType::token_access_information;
}

// The type rules between a field and the value of a condition on it.
bool type_fits(const FieldInfo& field, IpVersion version, const Value& value, ConditionUse use) {
  const DataType own = field.type(version);
  const DataType type = value.type();
  if (const Range* range = value.get_range()) {
    return is_sortable(own) && range->low.type() == own && range->high.type() == own;
  }
  if (holds_token(own)) {
    return type == DataType::empty || type == DataType::security_descriptor ||
           (use == ConditionUse::enumeration && type == DataType::sid);
  }
  if (type == own || type == DataType::empty) return true;
  if (type == DataType::v4_addr_mask)
    return field.kind == FieldKind::ip_address && own == DataType::uint32;
  if (type == DataType::v6_addr_mask) return own == DataType::byte_array16;
  return false;
}

bool has_content(const Value& value) {
  if (const auto* blob = value.get<Blob>()) return !blob->empty();
  if (const auto* sid = value.get<SidBytes>()) return !sid->bytes.empty();
  if (const auto* descriptor = value.get<DescriptorBytes>()) return !descriptor->bytes.empty();
  return true;
}

Result<void> check_shape(const Condition& condition) {
  const Value& value = condition.value;
  if (!has_content(value)) return fail(Status::fwp_zero_length_array, described(condition));
  if (const auto* net = value.get<V4AddrMask>()) {
    if (std::countl_one(net->mask) + std::countr_zero(net->mask) < 32) {
      return fail(Status::fwp_invalid_net_mask, "the ones of a mask stand together at its left");
    }
  }
  if (const auto* net = value.get<V6AddrMask>(); net != nullptr && net->prefix_length > 128) {
    return fail(Status::fwp_invalid_net_mask, "an IPv6 prefix has at most 128 bits");
  }
  if (const Range* range = value.get_range()) {
    if (!(compare(range->low, range->high) <= 0)) {
      return fail(Status::fwp_invalid_range, "the low end of a range is above its high end");
    }
  }
  return {};
}

bool in_domain(const FieldInfo& field, const Value& value) {
  if (const Range* range = value.get_range())
    return in_domain(field, range->low) && in_domain(field, range->high);
  const auto number = value.as_unsigned();
  return field.maximum < 0 || !number || *number <= static_cast<std::uint64_t>(field.maximum);
}

std::uint64_t greatest(DataType type) {
  switch (type) {
    case DataType::uint8:
      return std::numeric_limits<std::uint8_t>::max();
    case DataType::uint16:
      return std::numeric_limits<std::uint16_t>::max();
    case DataType::uint32:
      return std::numeric_limits<std::uint32_t>::max();
    default:
      return std::numeric_limits<std::uint64_t>::max();
  }
}

template <class Array>
bool all_bytes(const Value& value, std::uint8_t byte) {
  const auto* array = value.get<Array>();
  if (array == nullptr) return false;
  for (const std::uint8_t b : *array) {
    if (b != byte) return false;
  }
  return true;
}

// A test that is false for each value the field can hold.
bool never_true(const Condition& condition) {
  const Value& value = condition.value;
  const auto number = value.as_unsigned();
  switch (condition.match) {
    case MatchType::less:
      return number == 0 || all_bytes<ByteArray16>(value, 0) || all_bytes<ByteArray6>(value, 0);
    case MatchType::greater:
      return number == greatest(value.type()) || all_bytes<ByteArray16>(value, 0xFF) ||
             all_bytes<ByteArray6>(value, 0xFF);
    case MatchType::flags_any_set:
      return number == 0;
    case MatchType::not_equal: {
      const auto* v4 = value.get<V4AddrMask>();
      const auto* v6 = value.get<V6AddrMask>();
      return (v4 != nullptr && v4->mask == 0) || (v6 != nullptr && v6->prefix_length == 0);
    }
    default:
      return false;
  }
}

}  // namespace

bool is_compatible(MatchType match, DataType type) {
  switch (match) {
    case MatchType::equal:
      return type != DataType::range;
    case MatchType::not_equal:
      return is_sortable(type) || type == DataType::sid || type == DataType::v4_addr_mask ||
             type == DataType::v6_addr_mask;
    case MatchType::greater:
    case MatchType::less:
    case MatchType::greater_or_equal:
    case MatchType::less_or_equal:
      return is_sortable(type);
    case MatchType::range:
      return type == DataType::range;
    case MatchType::flags_all_set:
    case MatchType::flags_any_set:
    case MatchType::flags_none_set:
      return is_unsigned(type);
    case MatchType::equal_case_insensitive:
      return type == DataType::unicode_string;
    case MatchType::prefix:
    case MatchType::not_prefix:
      return false;  // what they test is not known: docs/faithfulness.md
  }
  return false;
}

Result<void> check_condition(const LayerInfo& layer, const Condition& condition, ConditionUse use) {
  const FieldInfo& field = field_info(condition.field);
  if (!layer.position(condition.field)) {
    return fail(Status::fwp_condition_not_found,
                std::string(layer.name) + " has no field " + std::string(field.name));
  }
  if (!type_fits(field, layer.version, condition.value, use)) {
    return fail(Status::fwp_type_mismatch, described(condition));
  }
  if (!is_compatible(condition.match, condition.value.type())) {
    return fail(Status::fwp_match_type_mismatch, described(condition));
  }
  WFP_CHECK_OK(check_shape(condition));
  if (!in_domain(field, condition.value))
    return fail(Status::fwp_out_of_bounds, described(condition));
  if (never_true(condition)) return fail(Status::fwp_never_match, described(condition));
  return {};
}

}  // namespace wfp::schema
