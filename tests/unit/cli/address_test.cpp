#include "cli/address.h"

#include <gtest/gtest.h>

namespace wfp::cli {
namespace {

std::string shown(const Address& address, std::uint16_t port) {
  std::string text;
  append_endpoint(text, address, port);
  return text;
}

std::optional<AddressPattern> pattern(std::string_view text) {
  return parse_address_pattern(text, [](std::string_view name) {
    return name == "https" ? std::optional<std::uint16_t>(443) : std::nullopt;
  });
}

bool matches(std::string_view text, std::string_view address, std::uint16_t port = 0) {
  const auto want = pattern(text);
  const auto have = pattern(address);
  if (!want || !have || !have->address) {
    ADD_FAILURE() << text << " " << address;
    return false;
  }
  return want->matches(*have->address, port);
}

constexpr std::uint8_t kLoopback6[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

TEST(Address, EndpointsAreWrittenAsPeopleWriteThem) {
  EXPECT_EQ(shown(v4_address(0x7f000001), 5432), "127.0.0.1:5432");
  EXPECT_EQ(shown(v4_address(0), 22), "*:22");
  EXPECT_EQ(shown(v6_address(kLoopback6), 80), "[::1]:80");
  EXPECT_EQ(shown(Address{Family::v6, {}}, 8080), "[::]:8080");
  EXPECT_EQ(shown(v4_address(0), 0), "*");
  EXPECT_EQ(shown(v4_address(0x0a000001), 0), "10.0.0.1:*");
}

TEST(AddressPattern, PrefixesMatchTheirBitsOnly) {
  EXPECT_TRUE(matches("10.0.0.0/8", "10.255.1.2"));
  EXPECT_FALSE(matches("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(matches("10.1.128.0/17", "10.1.129.1"));
  EXPECT_FALSE(matches("10.1.128.0/17", "10.1.127.1"));
  EXPECT_TRUE(matches("0.0.0.0/0", "1.2.3.4"));
  EXPECT_FALSE(matches("0.0.0.0/0", "::1"));
  EXPECT_TRUE(matches("2001:db8::/32", "2001:db8:1::5"));
  EXPECT_FALSE(matches("2001:db8::/32", "2001:db9::"));
}

TEST(AddressPattern, PortsStandAloneOrBehindAnAddress) {
  EXPECT_EQ(pattern(":443")->port, 443);
  EXPECT_FALSE(pattern(":443")->address);
  EXPECT_EQ(pattern("*:https")->port, 443);
  EXPECT_TRUE(matches("10.0.0.1:443", "10.0.0.1", 443));
  EXPECT_FALSE(matches("10.0.0.1:443", "10.0.0.1", 80));
  EXPECT_TRUE(matches("[::1]:443", "::1", 443));
  EXPECT_TRUE(matches("[2001:db8::]/32:443", "2001:db8::1", 443));
  EXPECT_TRUE(matches("*", "1.2.3.4", 9));
}

TEST(AddressPattern, WhatIsNotOneIsRefused) {
  for (const char* text : {"", "10.0.0.0/33", "10.0.0", "::1::", ":", ":70000", ":nosuch", "*/8",
                           "/8", "1.2.3.4:-1"}) {
    EXPECT_FALSE(pattern(text)) << text;
  }
}

}  // namespace
}  // namespace wfp::cli
