#include "endpoint/query.h"

#include <gtest/gtest.h>

namespace wfp::endpoint {
namespace {

constexpr std::uint32_t kLoopback = 0x7f000001;

constexpr auto kPastTheLast = static_cast<DataType>(0x103);
constexpr auto kGap = static_cast<DataType>(0xff);  // FWP_SINGLE_DATA_TYPE_MAX

constexpr std::uint32_t raw(DataType type) { return static_cast<std::uint32_t>(type); }

ConditionValue number(DataType type, std::uint64_t value) { return {raw(type), value}; }
ConditionValue v4(std::uint32_t address, std::uint32_t mask) {
  return {raw(DataType::v4_addr_mask), V4Mask{address, mask}};
}
ConditionValue v6(Address address, std::uint8_t length) {
  return {raw(DataType::v6_addr_mask), V6Prefix{address, length}};
}
ConditionValue range(DataType low_type, std::uint64_t low, DataType high_type, std::uint64_t high) {
  return {raw(DataType::range), Range{{raw(low_type), low}, {raw(high_type), high}}};
}

Endpoint tcp_endpoint() {
  Endpoint endpoint;
  endpoint.local = {127, 0, 0, 1};
  endpoint.remote = {10, 1, 2, 3};
  endpoint.local_port = 40000;
  endpoint.remote_port = 443;
  endpoint.protocol = 6;
  return endpoint;
}

Endpoint v6_endpoint() {
  Endpoint endpoint = tcp_endpoint();
  endpoint.ip_version = IpVersion::v6;
  endpoint.local = {0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  endpoint.remote = {0x20, 0x01, 0x0d, 0xb9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2};
  return endpoint;
}

bool matches(const EndpointTemplate& narrowing, const Endpoint& endpoint) {
  const auto query = Query::make(narrowing);
  return query && query->matches(endpoint);
}

Status error_of(const EndpointTemplate& narrowing) {
  const auto query = Query::make(narrowing);
  return query ? Status::success : query.error().status;
}

TEST(Query, EmptyTemplateMatchesEverything) {
  EXPECT_TRUE(matches({}, tcp_endpoint()));
  EXPECT_TRUE(matches({}, v6_endpoint()));
  EXPECT_TRUE(Query::make({})->matches_all());
}

TEST(Query, SingleAddressesAreInHostOrder) {
  EXPECT_TRUE(matches({.local_subnet = number(DataType::uint32, kLoopback)}, tcp_endpoint()));
  EXPECT_FALSE(matches({.local_subnet = number(DataType::uint32, 0x0100007f)}, tcp_endpoint()));
  EXPECT_FALSE(matches({.remote_subnet = number(DataType::uint32, kLoopback)}, tcp_endpoint()));
}

TEST(Query, MaskedAddressesIgnoreTheHostBits) {
  EXPECT_TRUE(matches({.remote_subnet = v4(0x0a0000ff, 0xff000000)}, tcp_endpoint()));
  EXPECT_FALSE(matches({.remote_subnet = v4(0x0b000000, 0xff000000)}, tcp_endpoint()));
  EXPECT_TRUE(matches({.remote_subnet = v4(0, 0)}, tcp_endpoint()));
}

TEST(Query, PrefixesNeedNotEndAtAByte) {
  EXPECT_TRUE(matches({.remote_subnet = v6(v6_endpoint().local, 31)}, v6_endpoint()));
  EXPECT_FALSE(matches({.remote_subnet = v6(v6_endpoint().local, 32)}, v6_endpoint()));
  EXPECT_TRUE(
      matches({.local_subnet = {raw(DataType::byte_array16), v6_endpoint().local}}, v6_endpoint()));
}

TEST(Query, AnAddressTypeImpliesTheVersion) {
  EXPECT_FALSE(matches({.local_subnet = v4(0, 0)}, v6_endpoint()));
  EXPECT_FALSE(matches({.local_subnet = v6({}, 0)}, tcp_endpoint()));
}

TEST(Query, RangesIncludeBothEnds) {
  const auto ports = range(DataType::uint16, 443, DataType::uint16, 445);
  EXPECT_TRUE(matches({.remote_port = ports}, tcp_endpoint()));
  Endpoint other = tcp_endpoint();
  other.remote_port = 445;
  EXPECT_TRUE(matches({.remote_port = ports}, other));
  other.remote_port = 446;
  EXPECT_FALSE(matches({.remote_port = ports}, other));
}

TEST(Query, MembersAreAllRequired) {
  EndpointTemplate narrowing{.protocol = number(DataType::uint8, 6),
                             .local_port = number(DataType::uint16, 40000)};
  EXPECT_TRUE(matches(narrowing, tcp_endpoint()));
  narrowing.remote_port = number(DataType::uint16, 80);
  EXPECT_FALSE(matches(narrowing, tcp_endpoint()));
}

TEST(Query, TypesOfOtherMembersAreMismatches) {
  EXPECT_EQ(error_of({.local_subnet = number(DataType::uint16, 1)}), Status::fwp_type_mismatch);
  EXPECT_EQ(error_of({.local_subnet = range(DataType::uint32, 1, DataType::uint32, 2)}),
            Status::fwp_type_mismatch);
  EXPECT_EQ(error_of({.protocol = number(DataType::uint16, 6)}), Status::fwp_type_mismatch);
  EXPECT_EQ(error_of({.local_port = number(DataType::uint32, 6)}), Status::fwp_type_mismatch);
  EXPECT_EQ(error_of({.remote_port = range(DataType::uint32, 1, DataType::uint32, 2)}),
            Status::fwp_type_mismatch);
}

TEST(Query, UnknownTypesAreInvalidEnumerators) {
  EXPECT_EQ(error_of({.local_subnet = number(kPastTheLast, 0)}), Status::fwp_invalid_enumerator);
  EXPECT_EQ(error_of({.protocol = number(kGap, 0)}), Status::fwp_invalid_enumerator);
  EXPECT_EQ(error_of({.local_port = range(kPastTheLast, 1, kPastTheLast, 2)}),
            Status::fwp_invalid_enumerator);
}

TEST(Query, NullPointersAreNamed) {
  EXPECT_EQ(error_of({.local_subnet = {raw(DataType::v4_addr_mask), NullPointer{}}}),
            Status::fwp_null_pointer);
  EXPECT_EQ(error_of({.remote_subnet = {raw(DataType::byte_array16), NullPointer{}}}),
            Status::fwp_null_pointer);
  EXPECT_EQ(error_of({.local_port = {raw(DataType::range), NullPointer{}}}),
            Status::fwp_null_pointer);
}

TEST(Query, MasksAreContiguousAndPrefixesFit) {
  EXPECT_EQ(error_of({.local_subnet = v4(kLoopback, 0xff00ff00)}), Status::fwp_invalid_net_mask);
  EXPECT_EQ(error_of({.local_subnet = v4(kLoopback, 0x00ffffff)}), Status::fwp_invalid_net_mask);
  EXPECT_EQ(error_of({.local_subnet = v4(kLoopback, 0xffffffff)}), Status::success);
  EXPECT_EQ(error_of({.local_subnet = v6({}, 129)}), Status::fwp_invalid_net_mask);
  EXPECT_EQ(error_of({.local_subnet = v6({}, 128)}), Status::success);
}

TEST(Query, BadRangesAreInvalid) {
  EXPECT_EQ(error_of({.local_port = range(DataType::uint16, 2, DataType::uint16, 1)}),
            Status::fwp_invalid_range);
  EXPECT_EQ(error_of({.local_port = range(DataType::uint16, 1, DataType::uint8, 2)}),
            Status::fwp_invalid_range);
  EXPECT_EQ(error_of({.protocol = range(DataType::uint8, 1, DataType::uint8, 256)}),
            Status::fwp_out_of_bounds);
}

TEST(Query, OneSubnetOfEachVersionNeverMatches) {
  EXPECT_EQ(error_of({.local_subnet = v4(0, 0), .remote_subnet = v6({}, 0)}),
            Status::fwp_never_match);
}

TEST(Query, DataThatContradictsItsTypeIsRefused) {
  EXPECT_EQ(error_of({.local_subnet = {raw(DataType::v6_addr_mask), V4Mask{0, 0}}}),
            Status::fwp_type_mismatch);
  EXPECT_EQ(error_of({.local_port = {raw(DataType::uint16), std::monostate{}}}),
            Status::fwp_type_mismatch);
  EXPECT_EQ(error_of({.local_subnet = number(DataType::uint32, 0x100000000)}),
            Status::fwp_out_of_bounds);
}

}  // namespace
}  // namespace wfp::endpoint
