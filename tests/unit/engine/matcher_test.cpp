#include "engine/matcher.h"

#include "machine.h"

namespace wfp::engine::test {
namespace {

bool matches(const std::vector<schema::Condition>& conditions, const Request& request) {
  for (const auto& condition : conditions) {
    EXPECT_TRUE(schema::check_condition(request.layer(), condition))
        << schema::to_string(condition.match);
  }
  return Matcher::compile(request.layer(), conditions).value().matches(conditions, request);
}

bool port(MatchType match, Value wanted, std::uint16_t port) {
  return matches({condition(FieldId::ip_remote_port, match, std::move(wanted))}, connect_to(port));
}
Value u16(std::uint16_t number) { return Value(number); }

TEST(Matcher, NoConditionMatchesEverything) { EXPECT_TRUE(matches({}, connect_to(80))); }

// D: FWP_MATCH_TYPE, one by one.
TEST(Matcher, Equal) {
  EXPECT_TRUE(port(MatchType::equal, u16(80), 80));
  EXPECT_FALSE(port(MatchType::equal, u16(80), 81));
}
TEST(Matcher, Greater) {
  EXPECT_TRUE(port(MatchType::greater, u16(80), 81));
  EXPECT_FALSE(port(MatchType::greater, u16(80), 80));
}
TEST(Matcher, Less) {
  EXPECT_TRUE(port(MatchType::less, u16(80), 79));
  EXPECT_FALSE(port(MatchType::less, u16(80), 80));
}
TEST(Matcher, GreaterOrEqual) {
  EXPECT_TRUE(port(MatchType::greater_or_equal, u16(80), 80));
  EXPECT_FALSE(port(MatchType::greater_or_equal, u16(80), 79));
}
TEST(Matcher, LessOrEqual) {
  EXPECT_TRUE(port(MatchType::less_or_equal, u16(80), 80));
  EXPECT_FALSE(port(MatchType::less_or_equal, u16(80), 81));
}
TEST(Matcher, RangeIncludesBothEnds) {
  const Value range = Value::range(u16(80), u16(90));
  EXPECT_TRUE(port(MatchType::range, range, 80));
  EXPECT_TRUE(port(MatchType::range, range, 90));
  EXPECT_FALSE(port(MatchType::range, range, 79));
  EXPECT_FALSE(port(MatchType::range, range, 91));
}
TEST(Matcher, NotEqual) {
  EXPECT_TRUE(port(MatchType::not_equal, u16(80), 81));
  EXPECT_FALSE(port(MatchType::not_equal, u16(80), 80));
}

bool flags(MatchType match, std::uint32_t wanted, std::uint32_t own) {
  return matches({flags_are(match, wanted)}, with(connect_to(80), FieldId::flags, Value(own)));
}

TEST(Matcher, FlagsAllSet) {
  EXPECT_TRUE(flags(MatchType::flags_all_set, 3, 7));
  EXPECT_FALSE(flags(MatchType::flags_all_set, 3, 1));
}
TEST(Matcher, FlagsAnySet) {
  EXPECT_TRUE(flags(MatchType::flags_any_set, 3, 1));
  EXPECT_FALSE(flags(MatchType::flags_any_set, 3, 4));
}
TEST(Matcher, FlagsNoneSet) {
  EXPECT_TRUE(flags(MatchType::flags_none_set, 3, 4));
  EXPECT_FALSE(flags(MatchType::flags_none_set, 3, 5));
}
// C: Tailscale tests loopback with EQUAL, which wants all other bits to be zero.
TEST(Matcher, FlagsEqualWantsExactlyTheseBits) {
  EXPECT_TRUE(flags(MatchType::equal, 1, 1));
  EXPECT_FALSE(flags(MatchType::equal, 1, 5));
}

// D: 1.2.3.4 = 0x01020304; a mask matches when (f & mask) = (addr & mask).
TEST(Matcher, V4MaskIsInHostOrder) {
  const auto ten = condition(FieldId::ip_remote_address, MatchType::equal,
                             Value(schema::V4AddrMask{0x0A0000FF, 0xFF000000}));
  const auto to = [](std::uint32_t address) {
    return with(connect_to(80), FieldId::ip_remote_address, Value(address));
  };
  EXPECT_TRUE(matches({ten}, to(0x0A636363)));
  EXPECT_FALSE(matches({ten}, to(0x0B000000)));
  EXPECT_FALSE(matches({ten}, to(0x0000000A)));
}

TEST(Matcher, NotEqualWithAMaskIsOutsideTheSubnet) {
  const auto outside = condition(FieldId::ip_remote_address, MatchType::not_equal,
                                 Value(schema::V4AddrMask{0xC0000200, 0xFFFFFF00}));
  EXPECT_FALSE(matches({outside}, connect_to(80)));
  EXPECT_TRUE(matches({outside},
                      with(connect_to(80), FieldId::ip_remote_address, Value(std::uint32_t{1}))));
}

TEST(Matcher, V6PrefixOfAnyLength) {
  schema::ByteArray16 address{0xFD, 0x09, 0xAB, 0xCD};
  for (std::uint8_t length = 0; length <= 128; ++length) {
    Request request(kConnect6);
    schema::ByteArray16 other = address;
    if (length < 128) {
      other[length / 8] = static_cast<std::uint8_t>(other[length / 8] ^ (0x80 >> (length % 8)));
    }
    ASSERT_TRUE(request.set(FieldId::ip_remote_address, Value(other)));
    const std::vector net{condition(FieldId::ip_remote_address, MatchType::equal,
                                    Value(schema::V6AddrMask{address, length}))};
    EXPECT_TRUE(matches(net, request)) << int{length};
    if (length == 0) continue;
    const auto bit = static_cast<std::size_t>(length - 1);
    other = address;
    other[bit / 8] = static_cast<std::uint8_t>(other[bit / 8] ^ (0x80 >> (bit % 8)));
    ASSERT_TRUE(request.set(FieldId::ip_remote_address, Value(other)));
    EXPECT_FALSE(matches(net, request)) << int{length};
  }
}

// D: different fields AND. D: consecutive conditions on one field OR.
TEST(Matcher, FieldsAreRequiredAlternativesAreNot) {
  const std::vector web{port_is(80), port_is(443),
                        condition(FieldId::ip_protocol, MatchType::equal, Value(std::uint8_t{6}))};
  EXPECT_TRUE(matches(web, connect_to(80)));
  EXPECT_TRUE(matches(web, connect_to(443)));
  EXPECT_FALSE(matches(web, connect_to(25)));
  EXPECT_FALSE(matches(web, with(connect_to(80), FieldId::ip_protocol, Value(std::uint8_t{17}))));
}

// U on Windows: ours groups them wherever they stand.
TEST(Matcher, AlternativesNeedNotStandTogether) {
  const std::vector web{port_is(80),
                        condition(FieldId::ip_protocol, MatchType::equal, Value(std::uint8_t{6})),
                        port_is(443)};
  EXPECT_TRUE(matches(web, connect_to(443)));
  EXPECT_FALSE(matches(web, connect_to(25)));
}

// I: negative alternatives OR as well, so that two of them are always true.
TEST(Matcher, TwoNegationsOfOneFieldAreAlwaysTrue) {
  const std::vector never{condition(FieldId::ip_remote_port, MatchType::not_equal, u16(80)),
                          condition(FieldId::ip_remote_port, MatchType::not_equal, u16(443))};
  EXPECT_TRUE(matches(never, connect_to(80)));
  EXPECT_TRUE(matches(never, connect_to(443)));
}

// D: EQUAL with EMPTY matches exactly an absent field; any concrete condition on one is false.
TEST(Matcher, AbsentFieldMeetsNothingButEmpty) {
  const Request request(kConnect);
  EXPECT_TRUE(matches({condition(FieldId::ip_remote_port, MatchType::equal, Value())}, request));
  EXPECT_FALSE(
      matches({condition(FieldId::ip_remote_port, MatchType::equal, Value())}, connect_to(80)));
  EXPECT_FALSE(matches({port_is(0)}, request));
  EXPECT_FALSE(
      matches({condition(FieldId::ip_remote_port, MatchType::not_equal, u16(80))}, request));
  EXPECT_FALSE(
      matches({condition(FieldId::ip_remote_port, MatchType::flags_none_set, u16(1))}, request));
  EXPECT_FALSE(matches({condition(FieldId::ip_remote_port, MatchType::less, u16(1))}, request));
}

TEST(Matcher, BlobsAreEqualByteByByte) {
  EXPECT_TRUE(matches({app_is("/usr/bin/curl")}, connect_to(80)));
  EXPECT_FALSE(matches({app_is("/usr/bin/curl2")}, connect_to(80)));
  EXPECT_FALSE(matches({app_is("/usr/bin/cur")}, connect_to(80)));
}

// O: PACKAGE_ID != the null SID means "is in a container".
TEST(Matcher, PackageIdComparesAsASid) {
  const security::Sid null_sid;
  const auto bytes = [](const security::Sid& sid) {
    return Value(schema::SidBytes{schema::Blob(sid.bytes().begin(), sid.bytes().end())});
  };
  const std::vector contained{
      condition(FieldId::ale_package_id, MatchType::not_equal, bytes(null_sid))};
  EXPECT_FALSE(matches(contained, with(connect_to(80), FieldId::ale_package_id, bytes(null_sid))));
  EXPECT_TRUE(
      matches(contained, with(connect_to(80), FieldId::ale_package_id, bytes(user_sid(1)))));
}

bool user_matches(std::string_view descriptor, TokenRef token) {
  const std::vector conditions{
      condition(FieldId::ale_user_id, MatchType::equal, sddl_value(descriptor))};
  return matches(conditions, as_user(connect_to(80), std::move(token)));
}

// D, O: the access check of the token for the right CC.
TEST(Matcher, DescriptorGrantsByTheAccessCheck) {
  EXPECT_TRUE(user_matches("O:LSG:LSD:(A;;CC;;;S-1-22-1-1000)", user(1000)));
  EXPECT_FALSE(user_matches("O:LSG:LSD:(A;;CC;;;S-1-22-1-1000)", user(1001)));
  EXPECT_TRUE(user_matches("O:LSG:LSD:(A;;CC;;;WD)", user(1001)));
  EXPECT_FALSE(user_matches("O:LSG:LSD:(A;;DC;;;WD)", user(1001)));  // another right
}

// C: the first ACE that speaks of the bit decides: everybody but one.
TEST(Matcher, OrderOfEntriesMatters) {
  const char* const but_one = "O:LSG:LSD:(D;;CC;;;S-1-22-1-1000)(A;;CC;;;WD)";
  EXPECT_FALSE(user_matches(but_one, user(1000)));
  EXPECT_TRUE(user_matches(but_one, user(1001)));
}

// D: a missing DACL matches all, an empty one none.
TEST(Matcher, NullDaclMatchesAllAndEmptyDaclNone) {
  EXPECT_TRUE(user_matches("O:LSG:LSD:NO_ACCESS_CONTROL", user(1000)));
  EXPECT_TRUE(user_matches("O:LSG:LS", user(1000)));
  EXPECT_FALSE(user_matches("O:LSG:LSD:", user(1000)));
}

TEST(Matcher, NoTokenNoMatch) {
  const std::vector conditions{
      condition(FieldId::ale_user_id, MatchType::equal, sddl_value("O:LSG:LSD:(A;;CC;;;WD)"))};
  EXPECT_FALSE(matches(conditions, connect_to(80)));
  EXPECT_TRUE(
      matches({condition(FieldId::ale_user_id, MatchType::equal, Value())}, connect_to(80)));
  EXPECT_FALSE(matches({condition(FieldId::ale_user_id, MatchType::equal, Value())},
                       as_user(connect_to(80), user(1))));
}

TEST(Matcher, DescriptorMustBeValidAndHaveOwnerAndGroup) {
  const auto compile = [](Value value) {
    const std::vector conditions{
        condition(FieldId::ale_user_id, MatchType::equal, std::move(value))};
    const auto compiled = Matcher::compile(schema::layer_info(kConnect), conditions);
    return compiled ? Status::success : compiled.error().status;
  };
  EXPECT_EQ(compile(Value(schema::DescriptorBytes{{1, 2, 3}})), Status::invalid_security_descr);
  EXPECT_EQ(compile(sddl_value("D:(A;;CC;;;WD)")), Status::invalid_security_descr);
  EXPECT_EQ(compile(sddl_value("O:LSG:LSD:(A;;CC;;;WD)")), Status::success);
}

}  // namespace
}  // namespace wfp::engine::test
