#include "security/condition.h"

#include <gtest/gtest.h>

#include "security/token.h"

namespace wfp::security {
namespace {

const Sid kUser(5, {21, 1, 2, 3, 1104});

Claim strings(std::u16string name, std::initializer_list<const char16_t*> values,
              std::uint32_t flags = 0) {
  Claim claim{std::move(name), ClaimType::string, flags};
  for (const char16_t* value : values) claim.values.emplace_back(std::u16string(value));
  return claim;
}

Token token() {
  TokenData data{.user = kUser,
                 .groups = {{Sid(1, {0})}, {Sid(5, {32, 544}), GroupState::deny_only}},
                 .device_groups = {{Sid(5, {32, 546})}}};
  data.user_claims = {strings(u"one", {u"foo"}),
                      strings(u"two", {u"foo", u"bar"}),
                      strings(u"exact", {u"Foo"}, Claim::kCaseSensitive),
                      integer_claim("n", 42),
                      integer_claim("minus", -5),
                      sid_claim("sid", Sid(5, {18})),
                      {u"yes", ClaimType::boolean, 0, {true}},
                      {u"no", ClaimType::boolean, 0, {false}},
                      {u"big", ClaimType::uint64, 0, {std::uint64_t{1} << 63}}};
  data.device_claims = {strings(u"d", {u"x"})};
  data.local_claims = {strings(u"l", {u"x"})};
  return Token::create(std::move(data)).value();
}

char evaluate(const std::string& text, std::uint32_t member_flag = Token::Holds::allow) {
  const auto bytes = parse_condition("(" + text + ")");
  if (!bytes) return 'e';
  const Token who = token();
  ConditionContext context = who.condition_context();
  context.member_flag = member_flag;
  switch (Condition::compile(*bytes).evaluate(context)) {
    case Truth::yes:
      return 'y';
    case Truth::no:
      return 'n';
    case Truth::unknown:
      return '?';
  }
  return 'e';
}

TEST(Condition, AttributesAreTruthValues) {
  EXPECT_EQ(evaluate("@User.yes"), 'y');
  EXPECT_EQ(evaluate("@User.no"), 'n');
  EXPECT_EQ(evaluate("@User.one"), 'y');
  EXPECT_EQ(evaluate("@User.two"), 'y');
  EXPECT_EQ(evaluate("@User.n && @Device.d && l"), 'y');
  EXPECT_EQ(evaluate("@User.none"), '?');
}

TEST(Condition, UnknownSpreadsUnlessTheOtherSideDecides) {
  EXPECT_EQ(evaluate("@User.none && @User.no"), 'n');
  EXPECT_EQ(evaluate("@User.none || @User.yes"), 'y');
  EXPECT_EQ(evaluate("@User.none && @User.yes"), '?');
  EXPECT_EQ(evaluate("!(@User.none)"), '?');
}

TEST(Condition, NegationBesideABareAttributeIsUnknown) {
  EXPECT_EQ(evaluate("@User.yes && !(@User.no)"), '?');
  EXPECT_EQ(evaluate("@User.yes || !(@User.yes)"), '?');
  EXPECT_EQ(evaluate("!(@User.yes) || @User.yes"), 'y');
  EXPECT_EQ(evaluate("!(@User.no) || !(@User.no)"), 'y');
  EXPECT_EQ(evaluate("@User.yes && !(@User.no || @User.no)"), 'y');
}

TEST(Condition, StringsCompareUpperCasedUnlessFlagged) {
  EXPECT_EQ(evaluate("@User.one == \"FOO\""), 'y');
  EXPECT_EQ(evaluate("@User.exact == \"FOO\""), 'n');
  EXPECT_EQ(evaluate("@User.ONE < \"_\""), 'y');
}

TEST(Condition, SetsCompareByCountNotByOrder) {
  EXPECT_EQ(evaluate("@User.two == {\"BAR\", \"foo\"}"), 'y');
  EXPECT_EQ(evaluate("@User.two == {\"foo\", \"bar\", \"foo\"}"), 'n');
  EXPECT_EQ(evaluate("@User.two != \"foo\""), 'y');
  EXPECT_EQ(evaluate("@User.one == {\"foo\"}"), 'y');
  EXPECT_EQ(evaluate("@User.one != {}"), 'y');
  EXPECT_EQ(evaluate("@User.two < {\"foo\", \"bar\"}"), '?');
  EXPECT_EQ(evaluate("@User.two Contains {\"foo\", \"bar\", \"bar\"}"), 'y');
}

TEST(Condition, NothingContainsTheEmptySet) {
  EXPECT_EQ(evaluate("@User.none Contains {}"), 'n');
  EXPECT_EQ(evaluate("@User.none Not_Contains {}"), 'y');
  EXPECT_EQ(evaluate("@User.one Contains {}"), 'n');
  EXPECT_EQ(evaluate("@User.none Contains {\"x\"}"), '?');
}

TEST(Condition, AnyOfWantsASet) {
  EXPECT_EQ(evaluate("@User.two Any_of {\"bar\"}"), 'y');
  EXPECT_EQ(evaluate("@User.two Any_of @User.one"), 'y');
  EXPECT_EQ(evaluate("@User.two Any_of \"bar\""), '?');
  EXPECT_EQ(evaluate("@User.one Any_of {}"), 'n');
  EXPECT_EQ(evaluate("@User.none Not_Any_of {}"), '?');
}

TEST(Condition, TypesMustFit) {
  EXPECT_EQ(evaluate("@User.one == 42"), '?');
  EXPECT_EQ(evaluate("@User.two Contains {1, 2}"), '?');
  EXPECT_EQ(evaluate("@User.yes == 1"), 'y');
  EXPECT_EQ(evaluate("@User.yes == 42"), '?');
  EXPECT_EQ(evaluate("@User.yes > 0"), '?');
}

TEST(Condition, OnlySomeTypesHaveAnOrder) {
  EXPECT_EQ(evaluate("@User.n > 0x10"), 'y');
  EXPECT_EQ(evaluate("@User.minus < 0"), 'y');
  EXPECT_EQ(evaluate("@User.minus == -5"), 'y');
  EXPECT_EQ(evaluate("@User.big > 9223372036854775807"), 'y');
  EXPECT_EQ(evaluate("@User.sid == SID(SY)"), 'y');
  EXPECT_EQ(evaluate("@User.sid < SID(SY)"), '?');
}

TEST(Condition, ExistsIsForLocalAndResourceAttributes) {
  EXPECT_EQ(evaluate("Exists l"), 'y');
  EXPECT_EQ(evaluate("Not_Exists @Resource.x"), 'y');
  EXPECT_EQ(evaluate("Exists @User.one"), '?');
  EXPECT_EQ(evaluate("Exists @Device.d"), '?');
}

TEST(Condition, MembershipAsksTheRightSids) {
  EXPECT_EQ(evaluate("Member_of {SID(WD)}"), 'y');
  EXPECT_EQ(evaluate("Member_of {SID(WD), SID(BG)}"), 'n');
  EXPECT_EQ(evaluate("Member_of_any {SID(WD), SID(BG)}"), 'y');
  EXPECT_EQ(evaluate("Not_Member_of_any SID(BG)"), 'y');
  EXPECT_EQ(evaluate("Device_Member_of {SID(BG)}"), 'y');
  EXPECT_EQ(evaluate("Not_Device_Member_of SID(WD)"), 'y');
  EXPECT_EQ(evaluate("Member_of {}"), '?');
  EXPECT_EQ(evaluate("Member_of 3"), '?');
}

TEST(Condition, DenyOnlyGroupsAreMembersForDenialsAlone) {
  EXPECT_EQ(evaluate("Member_of SID(BA)"), 'n');
  EXPECT_EQ(evaluate("Member_of SID(BA)", Token::Holds::deny), 'y');
}

TEST(Condition, ResourceAttributesOfTheRequestComeFirst) {
  const auto bytes = parse_condition("(@Resource.c == \"given\")");
  const auto given = AttributeSet::create({string_claim("C", "given")});
  const auto own = AttributeSet::create({string_claim("c", "own")});
  const ConditionContext both{.resource = &*given, .resource_of_descriptor = &*own};
  const ConditionContext one{.resource_of_descriptor = &*own};
  EXPECT_EQ(Condition::compile(*bytes).evaluate(both), Truth::yes);
  EXPECT_EQ(Condition::compile(*bytes).evaluate(one), Truth::no);
  EXPECT_EQ(Condition::compile(*bytes).evaluate({}), Truth::unknown);
}

TEST(Condition, MalformedBytesAreUnknown) {
  const Bytes good = *parse_condition("(@User.a == 1)");
  ASSERT_TRUE(Condition::compile(good).well_formed());
  for (std::size_t size = 0; size + 4 < good.size(); ++size) {
    const Condition cut = Condition::compile(ByteView(good).first(size));
    EXPECT_FALSE(cut.well_formed() && size < 6) << size;
    EXPECT_NE(cut.evaluate({}), Truth::yes) << size;
  }
  EXPECT_FALSE(Condition::compile(Bytes{'a', 'r', 't', 'y', 0}).well_formed());
  EXPECT_FALSE(Condition::compile(Bytes{'a', 'r', 't', 'x', 0xa0, 0, 0, 0}).well_formed());
  EXPECT_FALSE(Condition::compile(Bytes{'a', 'r', 't', 'x', 0x77, 0, 0, 0}).well_formed());
}

TEST(Condition, NestingIsBounded) {
  const auto nested = [](int depth) {
    return std::string(depth, '(') + "a" + std::string(depth, ')');
  };
  EXPECT_TRUE(parse_condition(nested(1024)));
  EXPECT_FALSE(parse_condition(nested(1025)));
  EXPECT_FALSE(parse_condition("(" + std::string(100000, '!') + "a)"));
  Bytes deep{'a', 'r', 't', 'x'};
  for (int i = 0; i < 2000; ++i) deep.insert(deep.end(), {0xf8, 2, 0, 0, 0, 'a', 0});
  for (int i = 0; i < 1999; ++i) deep.push_back(0xa0);
  EXPECT_FALSE(Condition::compile(deep).well_formed());
}

TEST(Condition, WhatCanBeReadCanBeWrittenAndReadAgain) {
  const auto negations = [](int count) { return "(" + std::string(count, '!') + "a)"; };
  const auto chain = [](int count, const char* op) {
    std::string text = "(a == 1";
    for (int i = 1; i < count; ++i) text += op + std::string("a == 1");
    return text + ")";
  };
  for (const std::string& deepest : {negations(511), chain(1024, "&&"), chain(1024, "||")}) {
    const auto bytes = parse_condition(deepest);
    ASSERT_TRUE(bytes) << deepest.substr(0, 10);
    const auto written = format_condition(*bytes);
    ASSERT_TRUE(written) << deepest.substr(0, 10);
    EXPECT_EQ(parse_condition(*written), bytes) << deepest.substr(0, 10);
  }
  EXPECT_FALSE(parse_condition(negations(512)));
  EXPECT_FALSE(parse_condition(chain(1025, "&&")));
  EXPECT_FALSE(parse_condition(chain(1025, "||")));
}

TEST(Condition, WritesAsWindowsDoes) {
  const auto written = [](const std::string& text) {
    return format_condition(parse_condition(text).value()).value();
  };
  EXPECT_EQ(written("( @user.a&&@DEVICE.b||!( c ))"), "(((@USER.a) && (@DEVICE.b)) || (!(c)))");
  EXPECT_EQ(written("(member_of_any(sid(wd)))"), "(Member_of_any SID(WD))");
  EXPECT_EQ(written("(@User.a%0020b == #1#2#3##)"), "(@USER.a%0020b == #01020300)");
  EXPECT_EQ(written("(@User.a == {-0x1F, +7, 017})"), "(@USER.a == {-0x1f, +7, 017})");
  EXPECT_FALSE(parse_condition("(@User.%0041b)"));  // an escape that is not needed
}

}  // namespace
}  // namespace wfp::security
