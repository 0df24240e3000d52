#include "engine/weight.h"

#include <random>

#include "machine.h"

namespace wfp::engine::test {
namespace {

std::uint64_t weight(const std::vector<schema::Condition>& conditions) {
  return automatic_weight(conditions);
}

schema::Condition remote(MatchType match, Value value) {
  return condition(FieldId::ip_remote_address, match, std::move(value));
}

// D: UINT64 is used as is.
TEST(Weight, Uint64IsUsedAsIs) {
  EXPECT_EQ(effective_weight(Value(std::uint64_t{0xFFFFFFFFFFFFFFFF}), {}), 0xFFFFFFFFFFFFFFFF);
  EXPECT_EQ(effective_weight(Value(std::uint64_t{0}), {}), 0U);
}

// D: UINT8 n sets the four high bits, the rest is automatic. I: EMPTY equals UINT8 0.
TEST(Weight, Uint8SetsTheHighBits) {
  const std::vector conditions{port_is(80)};
  const std::uint64_t automatic = weight(conditions);
  EXPECT_EQ(effective_weight(Value(std::uint8_t{15}), conditions),
            (std::uint64_t{15} << 60) | automatic);
  EXPECT_EQ(effective_weight(Value(std::uint8_t{0}), conditions), automatic);
  EXPECT_EQ(effective_weight(Value(), conditions), automatic);
}

// D: 16 and above, and any other type, are invalid.
TEST(Weight, OtherWeightsAreInvalid) {
  EXPECT_EQ(effective_weight(Value(std::uint8_t{16}), {}).error().status,
            Status::fwp_invalid_weight);
  EXPECT_EQ(effective_weight(Value(std::uint32_t{1}), {}).error().status,
            Status::fwp_invalid_weight);
  EXPECT_EQ(effective_weight(Value(std::uint16_t{1}), {}).error().status,
            Status::fwp_invalid_weight);
}

// O: a filter without conditions has automatic weight 0, and so has a full range.
TEST(Weight, WhatMatchesEverythingWeighsNothing) {
  EXPECT_EQ(weight({}), 0U);
  EXPECT_EQ(weight({remote(MatchType::range,
                           Value::range(Value(std::uint32_t{0}), Value(~std::uint32_t{0})))}),
            0U);
  EXPECT_EQ(weight({remote(MatchType::equal, Value(schema::V4AddrMask{0, 0}))}), 0U);
}

// O: an exact address is above a part of the range, which is above the whole of it.
TEST(Weight, NarrowerAddressesWeighMore) {
  const std::uint64_t exact = weight({remote(MatchType::equal, Value(std::uint32_t{0x7F000001}))});
  const std::uint64_t mask32 =
      weight({remote(MatchType::equal, Value(schema::V4AddrMask{0x7F000001, ~0U}))});
  const std::uint64_t subnet =
      weight({remote(MatchType::equal, Value(schema::V4AddrMask{0x0A000000, 0xFF000000}))});
  const std::uint64_t range = weight(
      {remote(MatchType::range, Value::range(Value(std::uint32_t{1}), Value(std::uint32_t{9})))});
  EXPECT_EQ(exact, mask32);
  EXPECT_GT(exact, subnet);
  EXPECT_EQ(subnet, range);
  EXPECT_GT(subnet, 0U);
}

TEST(Weight, RemoteAddressOutweighsEverythingElse) {
  const std::uint64_t address =
      weight({remote(MatchType::equal, Value(schema::V4AddrMask{0x0A000000, 0xFF000000}))});
  EXPECT_GT(address,
            weight({port_is(80), app_is("/bin/x"), flags_are(MatchType::flags_all_set, 1)}));
}

TEST(Weight, AlternativesCountAsTheirWidest) {
  const auto exact = remote(MatchType::equal, Value(std::uint32_t{1}));
  const auto subnet = remote(MatchType::equal, Value(schema::V4AddrMask{0x0A000000, 0xFF000000}));
  EXPECT_EQ(weight({exact, subnet}), weight({subnet}));
}

// D: a weight in [0, 2^60). O: more conditions never lower it.
TEST(Weight, OneMoreFieldNeverWeighsLess) {
  std::mt19937 random(3);
  const auto fields = schema::layer_info(kConnect).fields();
  for (int round = 0; round < 2000; ++round) {
    std::vector<schema::Condition> conditions;
    std::uint64_t last = 0;
    std::vector<FieldId> left(fields.begin(), fields.end());
    std::shuffle(left.begin(), left.end(), random);
    for (std::size_t i = 0; i < 12; ++i) {
      const auto match = static_cast<MatchType>(random() % 9);
      conditions.push_back(condition(left[i], match, Value(static_cast<std::uint32_t>(random()))));
      const std::uint64_t now = weight(conditions);
      EXPECT_GE(now, last);
      EXPECT_LT(now, std::uint64_t{1} << 60);
      last = now;
    }
  }
}

}  // namespace
}  // namespace wfp::engine::test
