#include "api/convert/template.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <iterator>

namespace wfp::api {
namespace {

using Wire = ipc::wire::ConditionValue::Builder;

void write_bytes(const UINT8 (&bytes)[16], capnp::Data::Builder wire) {
  std::copy(std::begin(bytes), std::end(bytes), wire.begin());
}

// The number in a type member. A caller may have put any there; as an enumerator it could not be
// looked at.
template <class Value>
std::uint32_t type_of(const Value& value) {
  std::uint32_t type = 0;
  static_assert(sizeof value.type == sizeof type);
  std::memcpy(&type, &value.type, sizeof type);
  return type;
}

// FWP_VALUE0 and what FWP_CONDITION_VALUE0 shares with it. A type that no member of a template
// takes travels without its value: the engine refuses the type.
template <class Value>
void write_value(const Value& from, Wire wire) {
  switch (type_of(from)) {
    case FWP_UINT8:
      return wire.setNumber(from.uint8);
    case FWP_UINT16:
      return wire.setNumber(from.uint16);
    case FWP_UINT32:
      return wire.setNumber(from.uint32);
    case FWP_BYTE_ARRAY16_TYPE:
      if (from.byteArray16 == nullptr) return wire.setNullPointer();
      return write_bytes(from.byteArray16->byteArray16, wire.initAddress(16));
    default:
      return wire.setEmpty();
  }
}

void write_range(const FWP_RANGE0& from, Wire wire) {
  auto range = wire.initRange();
  const auto write_end = [](const FWP_VALUE0& end, Wire to) {
    to.setType(type_of(end));
    write_value(end, to);
  };
  write_end(from.valueLow, range.initLow());
  write_end(from.valueHigh, range.initHigh());
}

void write_condition(const FWP_CONDITION_VALUE0& from, Wire wire) {
  wire.setType(type_of(from));
  switch (type_of(from)) {
    case FWP_V4_ADDR_MASK: {
      if (from.v4AddrMask == nullptr) return wire.setNullPointer();
      auto mask = wire.initV4Mask();
      mask.setAddress(from.v4AddrMask->addr);
      return mask.setMask(from.v4AddrMask->mask);
    }
    case FWP_V6_ADDR_MASK: {
      if (from.v6AddrMask == nullptr) return wire.setNullPointer();
      auto prefix = wire.initV6Mask();
      write_bytes(from.v6AddrMask->addr, prefix.initPrefix(16));
      return prefix.setLength(from.v6AddrMask->prefixLength);
    }
    case FWP_RANGE_TYPE:
      if (from.rangeValue == nullptr) return wire.setNullPointer();
      return write_range(*from.rangeValue, wire);
    default:
      return write_value(from, wire);
  }
}

}  // namespace

void write_template(const FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0& from,
                    ipc::wire::EndpointFilter::Builder wire) {
  write_condition(from.localSubNet, wire.initLocalSubnet());
  write_condition(from.remoteSubNet, wire.initRemoteSubnet());
  write_condition(from.ipProtocol, wire.initProtocol());
  write_condition(from.localPort, wire.initLocalPort());
  write_condition(from.remotePort, wire.initRemotePort());
}

}  // namespace wfp::api
