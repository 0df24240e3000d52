#include "schema/value.h"

#include <gtest/gtest.h>

#include <limits>

namespace wfp::schema {
namespace {

TEST(Value, DefaultIsEmpty) {
  EXPECT_TRUE(Value().empty());
  EXPECT_EQ(Value().type(), DataType::empty);
}

TEST(Value, TypeFollowsTheContent) {
  EXPECT_EQ(Value(std::uint8_t{1}).type(), DataType::uint8);
  EXPECT_EQ(Value(std::uint64_t{1}).type(), DataType::uint64);
  EXPECT_EQ(Value(std::int32_t{-1}).type(), DataType::int32);
  EXPECT_EQ(Value(1.0F).type(), DataType::float32);
  EXPECT_EQ(Value(1.0).type(), DataType::float64);
  EXPECT_EQ(Value(ByteArray16{}).type(), DataType::byte_array16);
  EXPECT_EQ(Value(ByteArray6{}).type(), DataType::byte_array6);
  EXPECT_EQ(Value(Blob{1}).type(), DataType::byte_blob);
  EXPECT_EQ(Value(SidBytes{{1}}).type(), DataType::sid);
  EXPECT_EQ(Value(DescriptorBytes{{1}}).type(), DataType::security_descriptor);
  EXPECT_EQ(Value(TokenInformation{}).type(), DataType::token_information);
  EXPECT_EQ(Value(TokenAccessInformation{}).type(), DataType::token_access_information);
  EXPECT_EQ(Value(std::string("x")).type(), DataType::unicode_string);
  EXPECT_EQ(Value(V4AddrMask{}).type(), DataType::v4_addr_mask);
  EXPECT_EQ(Value(V6AddrMask{}).type(), DataType::v6_addr_mask);
  EXPECT_EQ(Value::range(Value(std::uint8_t{1}), Value(std::uint8_t{2})).type(), DataType::range);
}

TEST(Value, EqualityIsByContentAndType) {
  EXPECT_EQ(Value(std::uint16_t{80}), Value(std::uint16_t{80}));
  EXPECT_NE(Value(std::uint16_t{80}), Value(std::uint32_t{80}));
  EXPECT_NE(Value(Blob{1, 2}), Value(SidBytes{{1, 2}}));
  const auto range = [] { return Value::range(Value(std::uint8_t{1}), Value(std::uint8_t{9})); };
  EXPECT_EQ(range(), range());
  EXPECT_NE(range(), Value(std::uint8_t{1}));
}

// I: byte arrays and blobs compare as unsigned bytes from left to right; a prefix sorts lower.
TEST(Value, BlobsCompareAsUnsignedBytesAndAPrefixSortsLower) {
  EXPECT_TRUE(compare(Value(Blob{0x80}), Value(Blob{0x7F, 0xFF})) > 0);
  EXPECT_TRUE(compare(Value(Blob{1, 2}), Value(Blob{1, 2, 0})) < 0);
  EXPECT_TRUE(compare(Value(ByteArray6{0, 0xFF}), Value(ByteArray6{1})) < 0);
}

TEST(Value, IntegersCompareBySign) {
  EXPECT_TRUE(compare(Value(std::int8_t{-1}), Value(std::int8_t{1})) < 0);
  EXPECT_TRUE(compare(Value(std::uint8_t{255}), Value(std::uint8_t{1})) > 0);
}

TEST(Value, DifferentTypesNansAndUnsortableTypesHaveNoOrder) {
  EXPECT_EQ(compare(Value(std::uint8_t{1}), Value(std::uint16_t{1})),
            std::partial_ordering::unordered);
  const Value nan(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(compare(nan, nan), std::partial_ordering::unordered);
  EXPECT_EQ(compare(Value(SidBytes{{1}}), Value(SidBytes{{1}})), std::partial_ordering::unordered);
  EXPECT_FALSE(is_sortable(DataType::sid));
  EXPECT_FALSE(is_sortable(DataType::v4_addr_mask));
}

// D: 1.2.3.4 is 0x01020304, in host order.
TEST(Value, V4AddressesAreInHostOrder) {
  EXPECT_EQ(to_string(Value(V4AddrMask{0x0A000000, 0xFF000000})), "10.0.0.0/8");
  EXPECT_EQ(to_string(Value(V4AddrMask{0x01020304, 0xFF00FF00})), "1.2.3.4/255.0.255.0");
}

TEST(Value, PrintsEveryType) {
  EXPECT_EQ(to_string(Value()), "empty");
  EXPECT_EQ(to_string(Value(std::uint8_t{7})), "7");
  EXPECT_EQ(to_string(Value(Blob{0xAB, 1})), "ab01");
  EXPECT_EQ(to_string(Value::range(Value(std::uint16_t{1}), Value(std::uint16_t{5}))), "[1..5]");
  EXPECT_EQ(to_string(Value(std::string("a"))), "\"a\"");
}

}  // namespace
}  // namespace wfp::schema
