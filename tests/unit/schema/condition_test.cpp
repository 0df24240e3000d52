#include "schema/condition.h"

#include <gtest/gtest.h>

namespace wfp::schema {
namespace {

Status check(LayerId layer, FieldId field, MatchType match, Value value,
             ConditionUse use = ConditionUse::filter) {
  const auto result = check_condition(layer_info(layer), {field, match, std::move(value)}, use);
  return result ? Status::success : result.error().status;
}
Status check(FieldId field, MatchType match, Value value) {
  return check(LayerId::ale_auth_connect_v4, field, match, std::move(value));
}

Value port(std::uint16_t number) { return Value(number); }

// D: FWPM_FILTER_CONDITION0: no conversion, the condition's type is the field's.
TEST(Condition, TypeMustBeThatOfTheField) {
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::equal, port(80)), Status::success);
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::equal, Value(std::uint32_t{80})),
            Status::fwp_type_mismatch);
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::equal, Value(std::uint8_t{80})),
            Status::fwp_type_mismatch);
  EXPECT_EQ(check(FieldId::ale_app_id, MatchType::equal, Value(std::string("/bin/true"))),
            Status::fwp_type_mismatch);
}

// D: an address field takes the mask type of its version and no other.
TEST(Condition, OnlyAddressFieldsTakeMasks) {
  const Value v4(V4AddrMask{0x0A000000, 0xFF000000});
  const Value v6(V6AddrMask{{0xFD}, 8});
  EXPECT_EQ(check(FieldId::ip_remote_address, MatchType::equal, v4), Status::success);
  EXPECT_EQ(check(FieldId::ip_remote_address, MatchType::equal, v6), Status::fwp_type_mismatch);
  EXPECT_EQ(check(LayerId::ale_auth_connect_v6, FieldId::ip_remote_address, MatchType::equal, v6),
            Status::success);
  EXPECT_EQ(check(LayerId::ale_auth_connect_v6, FieldId::ip_remote_address, MatchType::equal, v4),
            Status::fwp_type_mismatch);
  EXPECT_EQ(check(FieldId::flags, MatchType::equal, v4), Status::fwp_type_mismatch);
}

// D: token fields take a security descriptor in a filter, and a SID in an enumeration template
// only.
TEST(Condition, TokenFieldsTakeDescriptors) {
  const Value descriptor(DescriptorBytes{{1, 0, 4, 0x80}});
  const Value sid(SidBytes{{1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0}});
  EXPECT_EQ(check(FieldId::ale_user_id, MatchType::equal, descriptor), Status::success);
  EXPECT_EQ(check(FieldId::ale_user_id, MatchType::equal, sid), Status::fwp_type_mismatch);
  EXPECT_EQ(check(LayerId::ale_auth_connect_v4, FieldId::ale_user_id, MatchType::equal, sid,
                  ConditionUse::enumeration),
            Status::success);
  EXPECT_EQ(check(FieldId::ale_user_id, MatchType::not_equal, descriptor),
            Status::fwp_match_type_mismatch);
}

// D: the two ends of a range have the field's type, and the low one is not above the high one.
TEST(Condition, RangeEndsHaveTheFieldsTypeAndOrder) {
  const auto range = [](auto low, auto high) { return Value::range(Value(low), Value(high)); };
  using U16 = std::uint16_t;
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::range, range(U16{1}, U16{1023})),
            Status::success);
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::range, range(U16{5}, U16{5})),
            Status::success);
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::range, range(U16{5}, U16{4})),
            Status::fwp_invalid_range);
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::range, range(U16{5}, std::uint32_t{9})),
            Status::fwp_type_mismatch);
  EXPECT_EQ(check(FieldId::ale_package_id, MatchType::range, range(SidBytes{{1}}, SidBytes{{2}})),
            Status::fwp_type_mismatch);
}

// D: which match type takes which data type (FWP_MATCH_TYPE).
TEST(Condition, IllegalCombinationOfMatchAndTypeIsAMismatch) {
  const Value range = Value::range(port(1), port(2));
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::equal, range),
            Status::fwp_match_type_mismatch);
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::range, port(1)),
            Status::fwp_match_type_mismatch);
  EXPECT_EQ(check(FieldId::ale_app_id, MatchType::flags_all_set, Value(Blob{1})),
            Status::fwp_match_type_mismatch);
  EXPECT_EQ(check(FieldId::ale_package_id, MatchType::greater, Value(SidBytes{{1}})),
            Status::fwp_match_type_mismatch);
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::equal_case_insensitive, port(1)),
            Status::fwp_match_type_mismatch);
  EXPECT_EQ(check(FieldId::ip_remote_address, MatchType::greater, Value(V4AddrMask{0, 0})),
            Status::fwp_match_type_mismatch);
}

// Sources disagree about what PREFIX tests, so both are refused.
TEST(Condition, PrefixMatchesAreRefused) {
  EXPECT_EQ(check(FieldId::ale_app_id, MatchType::prefix, Value(Blob{1})),
            Status::fwp_match_type_mismatch);
  EXPECT_EQ(check(FieldId::ale_app_id, MatchType::not_prefix, Value(Blob{1})),
            Status::fwp_match_type_mismatch);
}

TEST(Condition, MaskMustBeContiguous) {
  EXPECT_EQ(check(FieldId::ip_remote_address, MatchType::equal, Value(V4AddrMask{0, 0xFF00FF00})),
            Status::fwp_invalid_net_mask);
  EXPECT_EQ(check(FieldId::ip_remote_address, MatchType::equal, Value(V4AddrMask{0, 0})),
            Status::success);
  EXPECT_EQ(check(LayerId::ale_auth_connect_v6, FieldId::ip_remote_address, MatchType::equal,
                  Value(V6AddrMask{{}, 129})),
            Status::fwp_invalid_net_mask);
  EXPECT_EQ(check(LayerId::ale_auth_connect_v6, FieldId::ip_remote_address, MatchType::equal,
                  Value(V6AddrMask{{}, 128})),
            Status::success);
}

TEST(Condition, UnknownFieldAtALayerIsNotFound) {
  EXPECT_EQ(check(LayerId::ale_auth_listen_v4, FieldId::ip_remote_port, MatchType::equal, port(1)),
            Status::fwp_condition_not_found);
}

TEST(Condition, ValueBeyondTheDomainIsOutOfBounds) {
  const auto direction = [](std::uint32_t value) {
    return check(LayerId::ale_flow_established_v4, FieldId::direction, MatchType::equal,
                 Value(value));
  };
  EXPECT_EQ(direction(1), Status::success);
  EXPECT_EQ(direction(2), Status::fwp_out_of_bounds);
}

TEST(Condition, TestThatIsNeverTrueIsRefused) {
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::less, port(0)), Status::fwp_never_match);
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::greater, port(65535)),
            Status::fwp_never_match);
  EXPECT_EQ(check(FieldId::flags, MatchType::flags_any_set, Value(std::uint32_t{0})),
            Status::fwp_never_match);
  EXPECT_EQ(check(FieldId::ip_remote_address, MatchType::not_equal, Value(V4AddrMask{0, 0})),
            Status::fwp_never_match);
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::less, port(1)), Status::success);
}

TEST(Condition, EmptyCanOnlyBeEqual) {
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::equal, Value()), Status::success);
  EXPECT_EQ(check(FieldId::ip_remote_port, MatchType::not_equal, Value()),
            Status::fwp_match_type_mismatch);
  EXPECT_EQ(check(FieldId::ale_user_id, MatchType::equal, Value()), Status::success);
}

TEST(Condition, EmptyBytesAreRefused) {
  EXPECT_EQ(check(FieldId::ale_app_id, MatchType::equal, Value(Blob{})),
            Status::fwp_zero_length_array);
}

}  // namespace
}  // namespace wfp::schema
