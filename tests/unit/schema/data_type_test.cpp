#include "schema/data_type.h"

#include <gtest/gtest.h>

namespace wfp::schema {
namespace {

// Numbers: fwptypes.h (H).
TEST(DataType, NumbersAreThoseOfTheHeader) {
  EXPECT_EQ(static_cast<int>(DataType::empty), 0);
  EXPECT_EQ(static_cast<int>(DataType::uint64), 4);
  EXPECT_EQ(static_cast<int>(DataType::byte_blob), 12);
  EXPECT_EQ(static_cast<int>(DataType::token_access_information), 16);
  EXPECT_EQ(static_cast<int>(DataType::v4_addr_mask), 0x100);
  EXPECT_EQ(static_cast<int>(DataType::range), 0x102);
}

TEST(MatchType, NumbersAreThoseOfTheHeader) {
  EXPECT_EQ(static_cast<int>(MatchType::equal), 0);
  EXPECT_EQ(static_cast<int>(MatchType::range), 5);
  EXPECT_EQ(static_cast<int>(MatchType::flags_none_set), 8);
  EXPECT_EQ(static_cast<int>(MatchType::not_equal), 10);
  EXPECT_EQ(static_cast<int>(MatchType::not_prefix), 12);
}

TEST(DataType, NumberOutsideTheListIsNoType) {
  EXPECT_EQ(data_type(12u), DataType::byte_blob);
  EXPECT_EQ(data_type(0xFFu), std::nullopt);
  EXPECT_EQ(data_type(0x103u), std::nullopt);
  EXPECT_EQ(match_type(13u), std::nullopt);
}

TEST(DataType, NamesAndBack) {
  for (std::uint32_t number = 0; number < 0x110; ++number) {
    if (const auto type = data_type(number)) {
      EXPECT_EQ(data_type(to_string(*type)), type);
    }
    if (const auto match = match_type(number)) {
      EXPECT_EQ(match_type(to_string(*match)), match);
    }
  }
  EXPECT_EQ(match_type("flags_all_set"), MatchType::flags_all_set);
  EXPECT_EQ(data_type("no such type"), std::nullopt);
}

}  // namespace
}  // namespace wfp::schema
