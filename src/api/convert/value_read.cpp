#include "api/convert/value.h"

#include <bit>

#include "api/convert/sid.h"
#include "api/convert/wire.h"

namespace wfp::api {
namespace {

using Wire = ipc::wire::ConditionValue;
using Groups = capnp::List<ipc::wire::Token::Group>;

template <class T>
T* place_number(std::uint64_t number, Room& room) {
  auto* placed = room.place<T>();
  *placed = std::bit_cast<T>(number);
  return placed;
}

template <class Value>
Call<void> read_number(std::uint64_t number, Value& to, Room& room) {
  switch (to.type) {
    case FWP_UINT8:
      to.uint8 = static_cast<UINT8>(number);
      return {};
    case FWP_UINT16:
      to.uint16 = static_cast<UINT16>(number);
      return {};
    case FWP_UINT32:
      to.uint32 = static_cast<UINT32>(number);
      return {};
    case FWP_UINT64:
      to.uint64 = place_number<UINT64>(number, room);
      return {};
    case FWP_INT8:
      to.int8 = static_cast<INT8>(number);
      return {};
    case FWP_INT16:
      to.int16 = static_cast<INT16>(number);
      return {};
    case FWP_INT32:
      to.int32 = static_cast<INT32>(number);
      return {};
    case FWP_INT64:
      to.int64 = place_number<INT64>(number, room);
      return {};
    case FWP_FLOAT:
      to.float32 = std::bit_cast<float>(static_cast<std::uint32_t>(number));
      return {};
    case FWP_DOUBLE:
      to.double64 = place_number<double>(number, room);
      return {};
    default:
      return fail(malformed_answer());
  }
}

FWP_BYTE_BLOB* place_blob_behind(capnp::Data::Reader data, Room& room) {
  auto* blob = room.place<FWP_BYTE_BLOB>();
  *blob = place_blob(data, room);
  return blob;
}

template <class Value>
Call<void> read_bytes(capnp::Data::Reader data, Value& to, Room& room) {
  switch (to.type) {
    case FWP_BYTE_BLOB_TYPE:
      to.byteBlob = place_blob_behind(data, room);
      return {};
    case FWP_SECURITY_DESCRIPTOR_TYPE:
      to.sd = place_blob_behind(data, room);
      return {};
    case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
      to.tokenAccessInformation = place_blob_behind(data, room);
      return {};
    case FWP_SID:
      to.sid = place_sid(data, room);
      if (to.sid == nullptr) return fail(malformed_answer());
      return {};
    case FWP_BYTE_ARRAY6_TYPE:
      if (data.size() != 6) return fail(malformed_answer());
      to.byteArray6 = room.place<FWP_BYTE_ARRAY6>();
      std::copy_n(data.begin(), 6, to.byteArray6->byteArray6);
      return {};
    default:
      return fail(malformed_answer());
  }
}

SID_AND_ATTRIBUTES* place_groups(Groups::Reader groups, Room& room) {
  auto* placed = room.place<SID_AND_ATTRIBUTES>(groups.size());
  for (unsigned i = 0; i < groups.size(); ++i)
    placed[i] = {place_sid(groups[i].getSid(), room), groups[i].getAttributes()};
  return placed;
}

FWP_TOKEN_INFORMATION* place_token(Wire::TokenInformation::Reader from, Room& room) {
  auto* token = room.place<FWP_TOKEN_INFORMATION>();
  token->sidCount = from.getSids().size();
  token->sids = place_groups(from.getSids(), room);
  token->restrictedSidCount = from.getRestricted().size();
  token->restrictedSids = place_groups(from.getRestricted(), room);
  return token;
}

template <class Value>
Call<void> read_single(Wire::Reader wire, Value& to, Room& room) {
  to.type = static_cast<FWP_DATA_TYPE>(wire.getType());
  switch (wire.which()) {
    case Wire::EMPTY:
      if (to.type != FWP_EMPTY) return fail(malformed_answer());
      return {};
    case Wire::NUMBER:
      return read_number(wire.getNumber(), to, room);
    case Wire::ADDRESS:
      if (to.type != FWP_BYTE_ARRAY16_TYPE || wire.getAddress().size() != 16)
        return fail(malformed_answer());
      to.byteArray16 = room.place<FWP_BYTE_ARRAY16>();
      std::copy_n(wire.getAddress().begin(), 16, to.byteArray16->byteArray16);
      return {};
    case Wire::BYTES:
      return read_bytes(wire.getBytes(), to, room);
    case Wire::TEXT:
      if (to.type != FWP_UNICODE_STRING_TYPE) return fail(malformed_answer());
      to.unicodeString = place_wide(wire.getText(), room);
      return {};
    case Wire::TOKEN_INFORMATION:
      if (to.type != FWP_TOKEN_INFORMATION_TYPE) return fail(malformed_answer());
      to.tokenInformation = place_token(wire.getTokenInformation(), room);
      return {};
    default:
      return fail(malformed_answer());
  }
}

}  // namespace

Call<void> read_value(Wire::Reader wire, FWP_VALUE0& to, Room& room) {
  return read_single(wire, to, room);
}

Call<void> read_value(Wire::Reader wire, FWP_CONDITION_VALUE0& to, Room& room) {
  to.type = static_cast<FWP_DATA_TYPE>(wire.getType());
  switch (wire.which()) {
    case Wire::V4_MASK:
      if (to.type != FWP_V4_ADDR_MASK) return fail(malformed_answer());
      to.v4AddrMask = room.place<FWP_V4_ADDR_AND_MASK>();
      *to.v4AddrMask = {wire.getV4Mask().getAddress(), wire.getV4Mask().getMask()};
      return {};
    case Wire::V6_MASK: {
      const auto prefix = wire.getV6Mask().getPrefix();
      if (to.type != FWP_V6_ADDR_MASK || prefix.size() != 16) return fail(malformed_answer());
      to.v6AddrMask = room.place<FWP_V6_ADDR_AND_MASK>();
      std::copy_n(prefix.begin(), 16, to.v6AddrMask->addr);
      to.v6AddrMask->prefixLength = wire.getV6Mask().getLength();
      return {};
    }
    case Wire::RANGE:
      if (to.type != FWP_RANGE_TYPE) return fail(malformed_answer());
      to.rangeValue = room.place<FWP_RANGE0>();
      WFP_CHECK_OK(read_value(wire.getRange().getLow(), to.rangeValue->valueLow, room));
      return read_value(wire.getRange().getHigh(), to.rangeValue->valueHigh, room);
    default:
      return read_single(wire, to, room);
  }
}

Call<FWPM_FILTER_CONDITION0*> read_conditions(capnp::List<ipc::wire::Condition>::Reader wire,
                                              Room& room) {
  if (wire.size() == 0) return nullptr;
  auto* conditions = room.place<FWPM_FILTER_CONDITION0>(wire.size());
  for (unsigned i = 0; i < wire.size(); ++i) {
    conditions[i].fieldKey = guid_of(wire[i].getField());
    conditions[i].matchType = static_cast<FWP_MATCH_TYPE>(wire[i].getMatch());
    WFP_CHECK_OK(read_value(wire[i].getValue(), conditions[i].conditionValue, room));
  }
  return conditions;
}

}  // namespace wfp::api
