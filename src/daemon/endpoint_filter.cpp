#include "daemon/endpoint_filter.h"

#include <algorithm>

namespace wfp::daemon {
namespace {

using Wire = ipc::wire::ConditionValue;
using endpoint::ConditionValue;

Result<endpoint::Address> read_address(capnp::Data::Reader data) {
  endpoint::Address address{};
  if (data.size() != address.size())
    return fail(Status::invalid_parameter, "an IPv6 address has 16 bytes");
  std::ranges::copy(data, address.begin());
  return address;
}

// One end of a range: a plain number, or a type that Query will refuse.
endpoint::RangeEnd read_end(Wire::Reader value) {
  return {value.getType(), value.isNumber() ? value.getNumber() : 0};
}

Result<ConditionValue> read_value(Wire::Reader value) {
  ConditionValue read{.type = value.getType(), .data = {}};
  switch (value.which()) {
    case Wire::EMPTY:
    case Wire::BYTES:  // of types that no member of this template takes: Query refuses them
    case Wire::TEXT:
    case Wire::TOKEN_INFORMATION:
      break;
    case Wire::NULL_POINTER:
      read.data = endpoint::NullPointer{};
      break;
    case Wire::NUMBER:
      read.data = value.getNumber();
      break;
    case Wire::ADDRESS: {
      WFP_TRY(read.data, read_address(value.getAddress()));
      break;
    }
    case Wire::V4_MASK:
      read.data = endpoint::V4Mask{value.getV4Mask().getAddress(), value.getV4Mask().getMask()};
      break;
    case Wire::V6_MASK: {
      WFP_TRY(const auto address, read_address(value.getV6Mask().getPrefix()));
      read.data = endpoint::V6Prefix{address, value.getV6Mask().getLength()};
      break;
    }
    case Wire::RANGE:
      read.data = endpoint::Range{read_end(value.getRange().getLow()),
                                  read_end(value.getRange().getHigh())};
      break;
  }
  return read;
}

}  // namespace

Result<endpoint::Query> read_filter(ipc::wire::EndpointFilter::Reader filter) {
  endpoint::EndpointTemplate narrowing;
  WFP_TRY(narrowing.local_subnet, read_value(filter.getLocalSubnet()));
  WFP_TRY(narrowing.remote_subnet, read_value(filter.getRemoteSubnet()));
  WFP_TRY(narrowing.protocol, read_value(filter.getProtocol()));
  WFP_TRY(narrowing.local_port, read_value(filter.getLocalPort()));
  WFP_TRY(narrowing.remote_port, read_value(filter.getRemotePort()));
  return endpoint::Query::make(narrowing);
}

}  // namespace wfp::daemon
