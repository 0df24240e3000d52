#include "security/token.h"

#include <gtest/gtest.h>

namespace wfp::security {
namespace {

const Sid kUser(5, {21, 1});
const Sid kGroup(5, {21, 2});

TEST(Token, GroupStatesSayWhatTheyMatch) {
  const auto held = [](GroupState state) {
    return Token::create({.user = kUser, .groups = {{kGroup, state}}})->sids().find(kGroup);
  };
  EXPECT_EQ(held(GroupState::enabled), Token::Holds::allow | Token::Holds::deny);
  EXPECT_EQ(held(GroupState::deny_only), Token::Holds::deny);
  EXPECT_EQ(held(GroupState::disabled), 0u);
  EXPECT_TRUE(Token::create({.user = kUser})->is_member(kUser));
  EXPECT_FALSE(Token::create({.user = kUser, .user_deny_only = true})->is_member(kUser));
}

TEST(Token, ClaimsThatRepeatAValueAreRefused) {
  const auto accepted = [](Claim claim) {
    return Token::create({.user = kUser, .user_claims = {std::move(claim)}}).has_value();
  };
  EXPECT_FALSE(
      accepted({u"a", ClaimType::int64, 0, {std::int64_t{42}, std::int64_t{1}, std::int64_t{42}}}));
  EXPECT_FALSE(
      accepted({u"a", ClaimType::string, 0, {std::u16string(u"FOO"), std::u16string(u"foo")}}));
  EXPECT_TRUE(accepted({u"a",
                        ClaimType::string,
                        Claim::kCaseSensitive,
                        {std::u16string(u"FOO"), std::u16string(u"foo")}}));
  EXPECT_FALSE(accepted({u"a", ClaimType::boolean, 0, {false, false}}));
  EXPECT_FALSE(accepted({u"a", ClaimType::int64, 0, {std::u16string(u"no integer")}}));
}

TEST(Token, TheLastClaimOfANameCountsAndEmptyIsNone) {
  const auto set = AttributeSet::create({string_claim("A", "one"), string_claim("a", "two")});
  ASSERT_NE(set->find(u"A"), nullptr);
  EXPECT_EQ(std::get<Text>(set->find(u"A")->values[0]).exact, u"two");
  EXPECT_EQ(
      AttributeSet::create({string_claim("a", "x"), {u"a", ClaimType::string, 0, {}}})->find(u"A"),
      nullptr);
}

TEST(Token, DisabledClaimIsNoClaim) {
  const auto evaluate = [](std::vector<Claim> claims) {
    const auto token = Token::create({.user = Sid(5, {18}), .user_claims = std::move(claims)});
    return Condition::compile(*parse_condition("(@User.a == \"x\")"))
        .evaluate(token->condition_context());
  };
  const Claim enabled = string_claim("a", "x"), disabled = string_claim("a", "x", Claim::kDisabled);
  EXPECT_EQ(evaluate({enabled}), Truth::yes);
  EXPECT_EQ(evaluate({string_claim("a", "x", Claim::kDisabledByDefault)}), Truth::yes);
  EXPECT_EQ(evaluate({disabled}), Truth::unknown);
  EXPECT_EQ(evaluate({enabled, disabled}), Truth::unknown);
  EXPECT_EQ(evaluate({disabled, enabled}), Truth::yes);
}

TEST(Token, ManyValuesAreCheckedInTime) {
  Claim claim{u"many", ClaimType::int64, 0, {}};
  for (std::int64_t i = 0; i < 100000; ++i) claim.values.emplace_back(i);
  EXPECT_TRUE(Token::create({.user = kUser, .user_claims = {claim}}));
}

TEST(Token, IntegrityIsTheLastSubAuthority) {
  EXPECT_EQ(Token::create({.user = kUser})->integrity_level(), 8192u);
  EXPECT_EQ(integrity_level(Sid(16, {1, 12288})), 12288u);
  EXPECT_EQ(integrity_level(Sid(16, {})), 0u);
}

}  // namespace
}  // namespace wfp::security
