// Addresses and ports as text: 127.0.0.1:5432, [::1]:80, *:22, [::]:8080; and as
// patterns: 10.0.0.0/8, :443, [2001:db8::]/32:443.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace wfp::cli {

enum class Family : std::uint8_t { v4, v6 };

struct Address {
  Family family = Family::v4;
  std::array<std::uint8_t, 16> bytes{};  // network order; an IPv4 address has the first four

  bool operator==(const Address&) const = default;
  [[nodiscard]] bool is_any() const { return bytes == std::array<std::uint8_t, 16>{}; }
};

Address v4_address(std::uint32_t host_order);
Address v6_address(const std::uint8_t (&bytes)[16]);

void append_address(std::string& out, const Address& address);  // no brackets, no star

// "*:22" for the IPv4 wildcard; "*" alone when there is neither address nor port.
void append_endpoint(std::string& out, const Address& address, std::uint16_t port);

struct AddressPattern {
  std::optional<Address> address;  // none: any
  std::uint8_t prefix_length = 0;
  std::optional<std::uint16_t> port;

  [[nodiscard]] bool matches(const Address& address, std::uint16_t port) const;
};

// The number of a service name ("https"), if there is one.
using ServicePorts = std::function<std::optional<std::uint16_t>(std::string_view)>;

std::optional<std::uint16_t> parse_port(std::string_view text, const ServicePorts& services);
std::optional<AddressPattern> parse_address_pattern(std::string_view text,
                                                    const ServicePorts& services);

}  // namespace wfp::cli
