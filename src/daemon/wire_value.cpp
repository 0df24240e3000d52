#include "daemon/wire_value.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace wfp::daemon {
namespace {

using schema::DataType;
using schema::Value;
using Wire = ipc::wire::ConditionValue;

std::unexpected<Error> not_of_its_type() {
  return fail(Status::invalid_parameter, "a value is not of the type it names");
}

template <std::size_t n>
Result<std::array<std::uint8_t, n>> read_array(capnp::Data::Reader data) {
  std::array<std::uint8_t, n> bytes{};
  if (data.size() != n) return not_of_its_type();
  std::ranges::copy(data, bytes.begin());
  return bytes;
}

schema::Blob read_blob(capnp::Data::Reader data) { return {data.begin(), data.end()}; }

// The bits that the type has; a client that sends more means another number.
template <class T>
Result<Value> read_number(std::uint64_t number) {
  if constexpr (sizeof(T) < sizeof number) {
    if ((number >> (8 * sizeof(T))) != 0) return not_of_its_type();
  }
  if constexpr (std::is_same_v<T, float>) {
    return Value(std::bit_cast<float>(static_cast<std::uint32_t>(number)));
  } else if constexpr (std::is_same_v<T, double>) {
    return Value(std::bit_cast<double>(number));
  } else {
    return Value(static_cast<T>(number));
  }
}

Result<Value> read_any_number(DataType type, std::uint64_t number) {
  switch (type) {
    case DataType::uint8:
      return read_number<std::uint8_t>(number);
    case DataType::uint16:
      return read_number<std::uint16_t>(number);
    case DataType::uint32:
      return read_number<std::uint32_t>(number);
    case DataType::uint64:
      return read_number<std::uint64_t>(number);
    case DataType::int8:
      return read_number<std::int8_t>(number);
    case DataType::int16:
      return read_number<std::int16_t>(number);
    case DataType::int32:
      return read_number<std::int32_t>(number);
    case DataType::int64:
      return read_number<std::int64_t>(number);
    case DataType::float32:
      return read_number<float>(number);
    case DataType::float64:
      return read_number<double>(number);
    default:
      return not_of_its_type();
  }
}

Result<Value> read_bytes(DataType type, capnp::Data::Reader data) {
  switch (type) {
    case DataType::byte_blob:
      return Value(read_blob(data));
    case DataType::sid:
      return Value(schema::SidBytes{read_blob(data)});
    case DataType::security_descriptor:
      return Value(schema::DescriptorBytes{read_blob(data)});
    case DataType::token_access_information:
      return Value(schema::TokenAccessInformation{read_blob(data)});
    case DataType::byte_array6: {
      WFP_TRY(const schema::ByteArray6 bytes, read_array<6>(data));
      return Value(bytes);
    }
    default:
      return not_of_its_type();
  }
}

std::vector<schema::SidAndAttributes> read_groups(
    capnp::List<ipc::wire::Token::Group>::Reader groups) {
  std::vector<schema::SidAndAttributes> read;
  for (const auto group : groups)
    read.push_back({{read_blob(group.getSid())}, group.getAttributes()});
  return read;
}

void write_groups(capnp::List<ipc::wire::Token::Group>::Builder builder,
                  const std::vector<schema::SidAndAttributes>& groups) {
  for (unsigned i = 0; i < builder.size(); ++i) {
    builder[i].setSid({groups[i].sid.bytes.data(), groups[i].sid.bytes.size()});
    builder[i].setAttributes(groups[i].attributes);
  }
}

struct Write {
  Wire::Builder builder;

  void operator()(std::monostate) { builder.setEmpty(); }
  template <class T>
    requires std::is_integral_v<T>
  void operator()(T number) {
    builder.setNumber(static_cast<std::make_unsigned_t<T>>(number));
  }
  void operator()(float number) { builder.setNumber(std::bit_cast<std::uint32_t>(number)); }
  void operator()(double number) { builder.setNumber(std::bit_cast<std::uint64_t>(number)); }
  void operator()(const schema::ByteArray16& bytes) {
    builder.setAddress({bytes.data(), bytes.size()});
  }
  void operator()(const schema::ByteArray6& bytes) {
    builder.setBytes({bytes.data(), bytes.size()});
  }
  void operator()(const schema::Blob& blob) { builder.setBytes({blob.data(), blob.size()}); }
  template <class T>
    requires requires(const T& value) { value.bytes; }
  void operator()(const T& value) {
    (*this)(value.bytes);
  }
  void operator()(const schema::TokenInformation& token) {
    auto information = builder.initTokenInformation();
    write_groups(information.initSids(static_cast<unsigned>(token.sids.size())), token.sids);
    write_groups(information.initRestricted(static_cast<unsigned>(token.restricted_sids.size())),
                 token.restricted_sids);
  }
  void operator()(const std::string& text) {
    auto written = builder.initText(static_cast<unsigned>(text.size()));
    std::memcpy(written.begin(), text.data(), text.size());
  }
  void operator()(const schema::V4AddrMask& mask) {
    builder.initV4Mask().setAddress(mask.address);
    builder.getV4Mask().setMask(mask.mask);
  }
  void operator()(const schema::V6AddrMask& mask) {
    auto written = builder.initV6Mask();
    written.setPrefix({mask.address.data(), mask.address.size()});
    written.setLength(mask.prefix_length);
  }
  void operator()(const std::shared_ptr<const schema::Range>& range) {
    auto written = builder.initRange();
    write_value(written.initLow(), range->low);
    write_value(written.initHigh(), range->high);
  }
};

}  // namespace

Result<std::optional<Guid>> read_optional_key(capnp::Data::Reader data) {
  if (data.size() == 0) return std::nullopt;
  if (data.size() != sizeof(Guid)) return fail(Status::invalid_parameter, "a key has 16 bytes");
  Guid key;
  std::memcpy(&key, data.begin(), sizeof key);
  return key;
}

Result<Guid> read_key(capnp::Data::Reader data) {
  WFP_TRY(const auto key, read_optional_key(data));
  return key.value_or(Guid{});
}

capnp::Data::Reader key_data(const Guid& key) {
  return {reinterpret_cast<const capnp::byte*>(&key), sizeof key};
}

std::string read_text(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

Result<Value> read_value(Wire::Reader value) {
  const auto type = schema::data_type(value.getType());
  if (!type) return fail(Status::fwp_type_mismatch, "there is no such data type");
  switch (value.which()) {
    case Wire::EMPTY:
      if (*type != DataType::empty) return not_of_its_type();
      return Value();
    case Wire::NULL_POINTER:
      return fail(Status::fwp_null_pointer, "the content of a value is NULL");
    case Wire::NUMBER:
      return read_any_number(*type, value.getNumber());
    case Wire::ADDRESS: {
      if (*type != DataType::byte_array16) return not_of_its_type();
      WFP_TRY(const schema::ByteArray16 bytes, read_array<16>(value.getAddress()));
      return Value(bytes);
    }
    case Wire::V4_MASK:
      if (*type != DataType::v4_addr_mask) return not_of_its_type();
      return Value(schema::V4AddrMask{value.getV4Mask().getAddress(), value.getV4Mask().getMask()});
    case Wire::V6_MASK: {
      if (*type != DataType::v6_addr_mask) return not_of_its_type();
      WFP_TRY(const schema::ByteArray16 prefix, read_array<16>(value.getV6Mask().getPrefix()));
      return Value(schema::V6AddrMask{prefix, value.getV6Mask().getLength()});
    }
    case Wire::RANGE: {
      if (*type != DataType::range) return not_of_its_type();
      WFP_TRY(Value low, read_value(value.getRange().getLow()));
      WFP_TRY(Value high, read_value(value.getRange().getHigh()));
      if (low.get_range() != nullptr || high.get_range() != nullptr) return not_of_its_type();
      return Value::range(std::move(low), std::move(high));
    }
    case Wire::BYTES:
      return read_bytes(*type, value.getBytes());
    case Wire::TEXT:
      if (*type != DataType::unicode_string) return not_of_its_type();
      return Value(read_text(value.getText()));
    case Wire::TOKEN_INFORMATION:
      if (*type != DataType::token_information) return not_of_its_type();
      return Value(
          schema::TokenInformation{read_groups(value.getTokenInformation().getSids()),
                                   read_groups(value.getTokenInformation().getRestricted())});
  }
  return not_of_its_type();
}

void write_value(Wire::Builder builder, const Value& value) {
  builder.setType(static_cast<std::uint32_t>(value.type()));
  std::visit(Write{builder}, value.alternatives());
}

Result<schema::Condition> read_condition(ipc::wire::Condition::Reader condition) {
  WFP_TRY(const Guid key, read_key(condition.getField()));
  const schema::FieldInfo* field = schema::find_field(key);
  if (field == nullptr) return fail(Status::fwp_condition_not_found, "there is no such field");
  const auto match = schema::match_type(condition.getMatch());
  if (!match) return fail(Status::fwp_match_type_mismatch, "there is no such match type");
  WFP_TRY(Value value, read_value(condition.getValue()));
  return schema::Condition{field->id, *match, std::move(value)};
}

Result<std::vector<schema::Condition>> read_conditions(
    capnp::List<ipc::wire::Condition>::Reader conditions) {
  std::vector<schema::Condition> read;
  read.reserve(conditions.size());
  for (const auto condition : conditions) {
    WFP_TRY(schema::Condition one, read_condition(condition));
    read.push_back(std::move(one));
  }
  return read;
}

void write_condition(ipc::wire::Condition::Builder builder, const schema::Condition& condition) {
  builder.setField(key_data(schema::field_info(condition.field).key));
  builder.setMatch(static_cast<std::uint32_t>(condition.match));
  write_value(builder.initValue(), condition.value);
}

}  // namespace wfp::daemon
