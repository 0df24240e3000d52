#include "cli/address_set.h"

#include <algorithm>

namespace wfp::cli {
namespace {

__extension__ using Number = unsigned __int128;

struct Span {
  Number low, high;  // both in
};

std::size_t bits_of(Family family) { return family == Family::v4 ? 32 : 128; }

Number number_of(const Address& address) {
  Number number = 0;
  for (std::size_t i = 0; i < bits_of(address.family) / 8; ++i)
    number = number << 8 | address.bytes[i];
  return number;
}

Span span_of(const AddressNet& net) {
  const std::size_t host_bits = bits_of(net.address.family) - net.prefix_length;
  const Number hosts = host_bits == 128 ? ~Number{0} : (Number{1} << host_bits) - 1;
  const Number low = number_of(net.address) & ~hosts;
  return {low, low | hosts};
}

// What of the spans is in none of the others. Sorted.
std::vector<Span> difference(std::vector<Span> spans, const std::vector<Span>& others) {
  for (const Span& other : others) {
    std::vector<Span> left;
    for (const Span& span : spans) {
      if (other.high < span.low || other.low > span.high) {
        left.push_back(span);
        continue;
      }
      if (other.low > span.low) left.push_back({span.low, other.low - 1});
      if (other.high < span.high) left.push_back({other.high + 1, span.high});
    }
    spans = std::move(left);
  }
  std::ranges::sort(spans, {}, &Span::low);
  return spans;
}

PolicyValue address_value(Family family, Number number) {
  if (family == Family::v4) return {FWP_UINT32, static_cast<std::uint64_t>(number), 0, {}, {}};
  PolicyValue value{FWP_BYTE_ARRAY16_TYPE, 0, 0, {}, {}};
  for (int shift = 120; shift >= 0; shift -= 8)
    value.bytes += static_cast<char>(static_cast<std::uint8_t>(number >> shift));
  return value;
}

PolicyValue net_value(const AddressNet& net) {
  const Family family = net.address.family;
  PolicyValue value = address_value(family, number_of(net.address));
  if (net.prefix_length == bits_of(family)) return value;
  value.type = family == Family::v4 ? FWP_V4_ADDR_MASK : FWP_V6_ADDR_MASK;
  value.mask = family == Family::v6     ? net.prefix_length
               : net.prefix_length == 0 ? 0
                                        : UINT32_MAX << (32 - net.prefix_length);
  return value;
}

PolicyCondition range_condition(const GUID& field, PolicyValue low, PolicyValue high) {
  if (low == high) return {field, FWP_MATCH_EQUAL, std::move(low)};
  return {field, FWP_MATCH_RANGE, {FWP_RANGE_TYPE, 0, 0, {}, {std::move(low), std::move(high)}}};
}

std::vector<AddressNet> of_family(const std::vector<AddressNet>& nets, Family family) {
  std::vector<AddressNet> chosen;
  std::ranges::copy_if(nets, std::back_inserter(chosen),
                       [&](const AddressNet& net) { return net.address.family == family; });
  return chosen;
}

std::vector<Span> spans_of(const std::vector<AddressNet>& nets) {
  std::vector<Span> spans;
  for (const AddressNet& net : nets) spans.push_back(span_of(net));
  return spans;
}

}  // namespace

bool address_conditions(const GUID& field, Family family, const std::vector<AddressNet>& some,
                        const std::vector<AddressNet>& without,
                        std::vector<PolicyCondition>& conditions) {
  const auto own = of_family(some, family), excluded = of_family(without, family);
  if (!some.empty() && own.empty()) return false;
  if (excluded.empty()) {
    for (const AddressNet& net : own)
      conditions.push_back({field, FWP_MATCH_EQUAL, net_value(net)});
    return true;
  }
  if (own.empty() && excluded.size() == 1) {
    conditions.push_back({field, FWP_MATCH_NOT_EQUAL, net_value(excluded.front())});
    return true;
  }
  const Address none{family, {}};
  const std::vector<Span> base =
      own.empty() ? std::vector<Span>{span_of({none, 0})} : spans_of(own);
  const std::vector<Span> left = difference(base, spans_of(excluded));
  for (const Span& span : left)
    conditions.push_back(
        range_condition(field, address_value(family, span.low), address_value(family, span.high)));
  return !left.empty();
}

bool port_conditions(const GUID& field, const std::vector<std::uint16_t>& some,
                     const std::vector<std::uint16_t>& without,
                     std::vector<PolicyCondition>& conditions) {
  const auto value = [](Number port) {
    return PolicyValue{FWP_UINT16, static_cast<std::uint64_t>(port), 0, {}, {}};
  };
  if (without.empty()) {
    for (const std::uint16_t port : some)
      conditions.push_back({field, FWP_MATCH_EQUAL, value(port)});
    return true;
  }
  if (some.empty() && without.size() == 1) {
    conditions.push_back({field, FWP_MATCH_NOT_EQUAL, value(without.front())});
    return true;
  }
  std::vector<Span> base, excluded;
  for (const std::uint16_t port : some) base.push_back({port, port});
  for (const std::uint16_t port : without) excluded.push_back({port, port});
  if (base.empty()) base.push_back({0, UINT16_MAX});
  const std::vector<Span> left = difference(base, excluded);
  for (const Span& span : left)
    conditions.push_back(range_condition(field, value(span.low), value(span.high)));
  return !left.empty();
}

}  // namespace wfp::cli
