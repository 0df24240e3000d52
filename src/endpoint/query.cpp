#include "endpoint/query.h"

#include <bit>
#include <cstring>
#include <string>

namespace wfp::endpoint {
namespace {

constexpr std::uint64_t kMostPort = 0xffff;
constexpr std::uint64_t kMostProtocol = 0xff;

Address v4_address(std::uint32_t host_order) {
  Address address{};
  for (std::size_t i = 0; i < 4; ++i)
    address[i] = static_cast<std::uint8_t>(host_order >> (24 - 8 * i));
  return address;
}

Address mask_of_length(std::size_t bits) {
  Address mask{};
  for (std::size_t i = 0; i < bits; ++i) mask[i / 8] |= static_cast<std::uint8_t>(0x80u >> (i % 8));
  return mask;
}

Address operator&(const Address& a, const Address& b) {
  Address both{};
  for (std::size_t i = 0; i < both.size(); ++i) both[i] = a[i] & b[i];
  return both;
}

bool is_on(const Query::Subnet& subnet, IpVersion version, const Address& address) {
  if (!subnet.version) return true;
  return *subnet.version == version && (address & subnet.mask) == subnet.address;
}

bool is_in(const Query::Interval& interval, std::uint16_t number) {
  return interval.low <= number && number <= interval.high;
}

// What holds for every member, whatever its types.
Result<DataType> checked(std::uint32_t type) {
  if (const auto known = schema::data_type(type)) return *known;
  return fail(Status::fwp_invalid_enumerator, "there is no FWP_DATA_TYPE " + std::to_string(type));
}

std::unexpected<Error> mismatch(const char* member) {
  return fail(Status::fwp_type_mismatch, std::string("the type of ") + member + " does not fit");
}

// The alternative that `type` needs, or the error of its absence.
template <class Data>
Result<Data> data_of(const ConditionValue& value, const char* member) {
  if (std::holds_alternative<NullPointer>(value.data)) {
    return fail(Status::fwp_null_pointer, std::string(member) + " points to nothing");
  }
  const Data* data = std::get_if<Data>(&value.data);
  if (!data) return mismatch(member);
  return *data;
}

Result<Query::Subnet> subnet_of_v4(std::uint32_t address, std::uint32_t mask) {
  if (std::countl_one(mask) + std::countr_zero(mask) < 32) {
    return fail(Status::fwp_invalid_net_mask, "the ones of a network mask are contiguous");
  }
  return Query::Subnet{IpVersion::v4, v4_address(address & mask), v4_address(mask)};
}

Result<Query::Subnet> subnet_of_v6(const Address& address, std::size_t length) {
  if (length > 128) return fail(Status::fwp_invalid_net_mask, "a prefix has at most 128 bits");
  const Address mask = mask_of_length(length);
  return Query::Subnet{IpVersion::v6, address & mask, mask};
}

Result<Query::Subnet> subnet_of(const ConditionValue& value, const char* member) {
  WFP_TRY(const DataType type, checked(value.type));
  switch (type) {
    case DataType::empty:
      return Query::Subnet{};
    case DataType::uint32: {
      WFP_TRY(const auto address, data_of<std::uint64_t>(value, member));
      if (address > 0xffffffff)
        return fail(Status::fwp_out_of_bounds, "the number does not fit its type");
      return subnet_of_v4(static_cast<std::uint32_t>(address), 0xffffffff);
    }
    case DataType::v4_addr_mask: {
      WFP_TRY(const auto pair, data_of<V4Mask>(value, member));
      return subnet_of_v4(pair.address, pair.mask);
    }
    case DataType::byte_array16: {
      WFP_TRY(const auto address, data_of<Address>(value, member));
      return subnet_of_v6(address, 128);
    }
    case DataType::v6_addr_mask: {
      WFP_TRY(const auto pair, data_of<V6Prefix>(value, member));
      return subnet_of_v6(pair.address, pair.length);
    }
    default:
      return mismatch(member);
  }
}

Result<Query::Interval> interval_between(std::uint64_t low, std::uint64_t high,
                                         std::uint64_t most) {
  if (low > most || high > most)
    return fail(Status::fwp_out_of_bounds, "the number does not fit its type");
  if (low > high)
    return fail(Status::fwp_invalid_range, "the low end of the range is above the high one");
  return Query::Interval{static_cast<std::uint16_t>(low), static_cast<std::uint16_t>(high)};
}

Result<Query::Interval> interval_of(const ConditionValue& value, DataType wanted,
                                    std::uint64_t most, const char* member) {
  WFP_TRY(const DataType type, checked(value.type));
  if (type == DataType::empty) return Query::Interval{};
  if (type == wanted) {
    WFP_TRY(const auto number, data_of<std::uint64_t>(value, member));
    return interval_between(number, number, most);
  }
  if (type != DataType::range) return mismatch(member);
  WFP_TRY(const auto range, data_of<Range>(value, member));
  WFP_TRY(const DataType low, checked(range.low.type));
  WFP_TRY(const DataType high, checked(range.high.type));
  if (low != high) return fail(Status::fwp_invalid_range, "the ends of a range have one type");
  if (low != wanted) return mismatch(member);
  return interval_between(range.low.number, range.high.number, most);
}

bool is_empty(const ConditionValue& value) { return value.type == 0; }

}  // namespace

Result<Query> Query::make(const EndpointTemplate& narrowing) {
  Query query;
  WFP_TRY(query.local_, subnet_of(narrowing.local_subnet, "localSubNet"));
  WFP_TRY(query.remote_, subnet_of(narrowing.remote_subnet, "remoteSubNet"));
  WFP_TRY(query.protocol_,
          interval_of(narrowing.protocol, DataType::uint8, kMostProtocol, "ipProtocol"));
  WFP_TRY(query.local_port_,
          interval_of(narrowing.local_port, DataType::uint16, kMostPort, "localPort"));
  WFP_TRY(query.remote_port_,
          interval_of(narrowing.remote_port, DataType::uint16, kMostPort, "remotePort"));
  if (query.local_.version && query.remote_.version &&
      query.local_.version != query.remote_.version) {
    return fail(Status::fwp_never_match, "one subnet is IPv4 and the other IPv6");
  }
  query.matches_all_ = is_empty(narrowing.local_subnet) && is_empty(narrowing.remote_subnet) &&
                       is_empty(narrowing.protocol) && is_empty(narrowing.local_port) &&
                       is_empty(narrowing.remote_port);
  return query;
}

bool Query::matches(const Endpoint& endpoint) const {
  return is_on(local_, endpoint.ip_version, endpoint.local) &&
         is_on(remote_, endpoint.ip_version, endpoint.remote) &&
         is_in(protocol_, endpoint.protocol) && is_in(local_port_, endpoint.local_port) &&
         is_in(remote_port_, endpoint.remote_port);
}

}  // namespace wfp::endpoint
