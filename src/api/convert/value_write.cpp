#include "api/convert/value.h"

#include <bit>

#include "api/convert/sid.h"
#include "api/convert/wire.h"

namespace wfp::api {
namespace {

using Wire = ipc::wire::ConditionValue;
using Groups = capnp::List<ipc::wire::Token::Group>;

// What a pointer member of a value refers to, or that it refers to nothing.
template <class T, class Write>
void write_behind(const T* pointer, Wire::Builder wire, Write write) {
  if (pointer == nullptr) return wire.setNullPointer();
  write(*pointer);
}

void write_blob(const FWP_BYTE_BLOB* blob, Wire::Builder wire) {
  if (blob == nullptr || (blob->size != 0 && blob->data == nullptr)) return wire.setNullPointer();
  wire.setBytes(kj::arrayPtr(blob->data, blob->size));
}

void write_groups(const SID_AND_ATTRIBUTES* groups, Groups::Builder wire) {
  for (unsigned i = 0; i < wire.size(); ++i) {
    wire[i].setSid(data_of(bytes_behind(static_cast<const SID*>(groups[i].Sid))));
    wire[i].setAttributes(groups[i].Attributes);
  }
}

bool has_groups(const SID_AND_ATTRIBUTES* groups, ULONG count) {
  if (count != 0 && groups == nullptr) return false;
  for (ULONG i = 0; i < count; ++i) {
    if (groups[i].Sid == nullptr) return false;
  }
  return true;
}

void write_token(const FWP_TOKEN_INFORMATION* token, Wire::Builder wire) {
  if (token == nullptr || !has_groups(token->sids, token->sidCount) ||
      !has_groups(token->restrictedSids, token->restrictedSidCount)) {
    return wire.setNullPointer();
  }
  auto information = wire.initTokenInformation();
  write_groups(token->sids, information.initSids(token->sidCount));
  write_groups(token->restrictedSids, information.initRestricted(token->restrictedSidCount));
}

// The signed numbers and the floating-point ones travel as their bits.
template <class T>
std::uint64_t bits_of(T number) {
  if constexpr (std::is_same_v<T, float>) return std::bit_cast<std::uint32_t>(number);
  if constexpr (std::is_same_v<T, double>) return std::bit_cast<std::uint64_t>(number);
  if constexpr (std::is_integral_v<T>) return static_cast<std::make_unsigned_t<T>>(number);
}

// What FWP_VALUE0 and FWP_CONDITION_VALUE0 have in common.
template <class Value>
Call<void> write_single(const Value& from, Wire::Builder wire) {
  const auto number = [&](const auto& value) { wire.setNumber(bits_of(value)); };
  switch (number_of(from.type)) {
    case FWP_EMPTY:
      wire.setEmpty();
      return {};
    case FWP_UINT8:
      return number(from.uint8), Call<void>();
    case FWP_UINT16:
      return number(from.uint16), Call<void>();
    case FWP_UINT32:
      return number(from.uint32), Call<void>();
    case FWP_UINT64:
      return write_behind(from.uint64, wire, number), Call<void>();
    case FWP_INT8:
      return number(from.int8), Call<void>();
    case FWP_INT16:
      return number(from.int16), Call<void>();
    case FWP_INT32:
      return number(from.int32), Call<void>();
    case FWP_INT64:
      return write_behind(from.int64, wire, number), Call<void>();
    case FWP_FLOAT:
      return number(from.float32), Call<void>();
    case FWP_DOUBLE:
      return write_behind(from.double64, wire, number), Call<void>();
    case FWP_BYTE_ARRAY16_TYPE:
      write_behind(from.byteArray16, wire, [&](const FWP_BYTE_ARRAY16& array) {
        wire.setAddress(kj::arrayPtr(array.byteArray16, 16));
      });
      return {};
    case FWP_BYTE_ARRAY6_TYPE:
      write_behind(from.byteArray6, wire, [&](const FWP_BYTE_ARRAY6& array) {
        wire.setBytes(kj::arrayPtr(array.byteArray6, 6));
      });
      return {};
    case FWP_BYTE_BLOB_TYPE:
      return write_blob(from.byteBlob, wire), Call<void>();
    case FWP_SECURITY_DESCRIPTOR_TYPE:
      return write_blob(from.sd, wire), Call<void>();
    case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
      return write_blob(from.tokenAccessInformation, wire), Call<void>();
    case FWP_SID:
      write_behind(from.sid, wire,
                   [&](const SID& sid) { wire.setBytes(data_of(bytes_behind(&sid))); });
      return {};
    case FWP_TOKEN_INFORMATION_TYPE:
      return write_token(from.tokenInformation, wire), Call<void>();
    case FWP_UNICODE_STRING_TYPE: {
      if (from.unicodeString == nullptr) return wire.setNullPointer(), Call<void>();
      WFP_TRY(const std::string text, bytes_of_text(from.unicodeString));
      wire.setText(text.c_str());
      return {};
    }
    default:
      wire.setEmpty();  // the engine refuses the type
      return {};
  }
}

Call<void> write_range(const FWP_RANGE0* range, Wire::Builder wire) {
  if (range == nullptr) return wire.setNullPointer(), Call<void>();
  auto ends = wire.initRange();
  WFP_CHECK_OK(write_value(range->valueLow, ends.initLow()));
  return write_value(range->valueHigh, ends.initHigh());
}

}  // namespace

Call<void> write_value(const FWP_VALUE0& from, Wire::Builder wire) {
  wire.setType(number_of(from.type));
  return write_single(from, wire);
}

Call<void> write_value(const FWP_CONDITION_VALUE0& from, Wire::Builder wire) {
  wire.setType(number_of(from.type));
  switch (number_of(from.type)) {
    case FWP_V4_ADDR_MASK:
      write_behind(from.v4AddrMask, wire, [&](const FWP_V4_ADDR_AND_MASK& mask) {
        auto written = wire.initV4Mask();
        written.setAddress(mask.addr);
        written.setMask(mask.mask);
      });
      return {};
    case FWP_V6_ADDR_MASK:
      write_behind(from.v6AddrMask, wire, [&](const FWP_V6_ADDR_AND_MASK& mask) {
        auto written = wire.initV6Mask();
        written.setPrefix(kj::arrayPtr(mask.addr, 16));
        written.setLength(mask.prefixLength);
      });
      return {};
    case FWP_RANGE_TYPE:
      return write_range(from.rangeValue, wire);
    default:
      return write_single(from, wire);
  }
}

Call<void> write_conditions(const FWPM_FILTER_CONDITION0* conditions, UINT32 count,
                            capnp::List<ipc::wire::Condition>::Builder wire) {
  for (UINT32 i = 0; i < count; ++i) {
    wire[i].setField(data_of(conditions[i].fieldKey));
    wire[i].setMatch(number_of(conditions[i].matchType));
    WFP_CHECK_OK(write_value(conditions[i].conditionValue, wire[i].initValue()));
  }
  return {};
}

}  // namespace wfp::api
