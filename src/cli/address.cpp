#include "cli/address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace wfp::cli {
namespace {

std::size_t bits(Family family) { return family == Family::v4 ? 32 : 128; }

std::optional<unsigned> parse_number(std::string_view text, unsigned maximum) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || value > maximum)
    return {};
  return value;
}

std::optional<Address> parse_address(std::string_view text) {
  const std::string zero_terminated(text);
  Address address;
  if (inet_pton(AF_INET, zero_terminated.c_str(), address.bytes.data()) == 1) return address;
  address.family = Family::v6;
  if (inet_pton(AF_INET6, zero_terminated.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

bool same_prefix(const Address& a, const Address& b, std::size_t length) {
  const std::size_t whole = length / 8;
  if (!std::equal(a.bytes.begin(), a.bytes.begin() + static_cast<std::ptrdiff_t>(whole),
                  b.bytes.begin()))
    return false;
  if (length % 8 == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff00u >> (length % 8));
  return ((a.bytes[whole] ^ b.bytes[whole]) & mask) == 0;
}

// Where the port begins: the last ':' outside brackets, if what is before it cannot be all of an
// IPv6 address.
std::size_t port_colon(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  const std::size_t bracket = text.rfind(']');
  if (colon == std::string_view::npos) return colon;
  if (bracket != std::string_view::npos) return colon > bracket ? colon : std::string_view::npos;
  return text.find(':') == colon ? colon : std::string_view::npos;
}

}  // namespace

Address v4_address(std::uint32_t host_order) {
  Address address;
  for (unsigned i = 0; i < 4; ++i)
    address.bytes[i] = static_cast<std::uint8_t>(host_order >> (24 - 8 * i));
  return address;
}

Address v6_address(const std::uint8_t (&bytes)[16]) {
  Address address{Family::v6, {}};
  std::copy(std::begin(bytes), std::end(bytes), address.bytes.begin());
  return address;
}

void append_address(std::string& out, const Address& address) {
  if (address.family == Family::v4) {  // by hand: a listing has a hundred thousand of them
    for (std::size_t i = 0; i < 4; ++i) {
      if (i > 0) out += '.';
      const fmt::format_int number(address.bytes[i]);
      out.append(number.data(), number.size());
    }
    return;
  }
  char text[INET6_ADDRSTRLEN];
  out += inet_ntop(AF_INET6, address.bytes.data(), text, sizeof text);
}

void append_endpoint(std::string& out, const Address& address, std::uint16_t port) {
  if (address.is_any() && port == 0) {
    out += '*';
    return;
  }
  if (address.family == Family::v6) {
    out += '[';
    append_address(out, address);
    out += ']';
  } else if (address.is_any()) {
    out += '*';
  } else {
    append_address(out, address);
  }
  out += ':';
  if (port == 0) {
    out += '*';
    return;
  }
  const fmt::format_int number(port);
  out.append(number.data(), number.size());
}

bool AddressPattern::matches(const Address& candidate, std::uint16_t candidate_port) const {
  if (port && *port != candidate_port) return false;
  return !address ||
         (address->family == candidate.family && same_prefix(*address, candidate, prefix_length));
}

std::optional<std::uint16_t> parse_port(std::string_view text, const ServicePorts& services) {
  if (text.starts_with(':')) text.remove_prefix(1);
  if (text.starts_with("*:")) text.remove_prefix(2);
  if (const auto number = parse_number(text, 65535)) return static_cast<std::uint16_t>(*number);
  if (text.empty() || !services) return std::nullopt;
  return services(text);
}

std::optional<AddressPattern> parse_address_pattern(std::string_view text,
                                                    const ServicePorts& services) {
  AddressPattern pattern;
  const std::size_t colon = port_colon(text);
  if (colon != std::string_view::npos) {
    const std::string_view port = text.substr(colon + 1);
    if (port != "*") {
      pattern.port = parse_port(port, services);
      if (!pattern.port) return std::nullopt;
    }
    text = text.substr(0, colon);
  }
  std::optional<std::string_view> length;
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    length = text.substr(slash + 1);
    text = text.substr(0, slash);
  }
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  if (text.empty() || text == "*") {
    if (length || (text.empty() && colon == std::string_view::npos)) return std::nullopt;
    return pattern;
  }
  pattern.address = parse_address(text);
  if (!pattern.address) return std::nullopt;
  const auto most = static_cast<unsigned>(bits(pattern.address->family));
  const auto prefix = length ? parse_number(*length, most) : std::optional(most);
  if (!prefix) return std::nullopt;
  pattern.prefix_length = static_cast<std::uint8_t>(*prefix);
  return pattern;
}

}  // namespace wfp::cli
