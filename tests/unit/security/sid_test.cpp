#include "security/sid.h"

#include <gtest/gtest.h>

#include "security/well_known.h"

namespace wfp::security {
namespace {

const Sid kDomain(5, {21, 1, 2, 3});

std::string canonical(std::string_view text, const SidContext& context = SidContext::all(kDomain)) {
  auto sid = Sid::parse(text, context);
  return sid ? to_string(*sid) : "refused";
}

TEST(Sid, DefaultIsTheSidNobodyHolds) { EXPECT_EQ(to_string(Sid()), "S-1-0-0"); }

TEST(Sid, BytesAndTextNameTheSame) {
  const Bytes bytes{1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0};
  auto sid = Sid::from_bytes(bytes);
  ASSERT_TRUE(sid);
  EXPECT_EQ(to_string(*sid), "S-1-5-32-544");
  EXPECT_EQ(*sid, well_known(WellKnownSid::builtin_administrators));
  EXPECT_EQ(Bytes(sid->bytes().begin(), sid->bytes().end()), bytes);
}

TEST(Sid, MalformedBytesAreRefused) {
  EXPECT_FALSE(Sid::from_bytes({}));
  EXPECT_FALSE(Sid::from_bytes(Bytes{1, 1, 0, 0, 0, 0, 0, 5}));     // sub-authority missing
  EXPECT_FALSE(Sid::from_bytes(Bytes{2, 0, 0, 0, 0, 0, 0, 5}));     // revision
  EXPECT_FALSE(Sid::from_bytes(Bytes{1, 0, 0, 0, 0, 0, 0, 5, 9}));  // trailing byte
  Bytes sixteen(8 + 64);
  sixteen[0] = 1, sixteen[1] = 16;
  EXPECT_FALSE(Sid::from_bytes(sixteen));
}

TEST(Sid, PartsMayBeDecimalOrHexadecimal) {
  EXPECT_EQ(canonical("S-1-0x05-32-579"), "S-1-5-32-579");
  EXPECT_EQ(canonical("S-01-05-020-0243"), "S-1-5-20-243");
  EXPECT_EQ(canonical("s-1-5-0x20-579"), "S-1-5-32-579");
}

TEST(Sid, HexadecimalRevisionMakesAllPartsHexadecimal) {
  EXPECT_EQ(canonical("S-0x1-5-20-243"), "S-1-5-32-579");
  EXPECT_EQ(canonical("S-0x1-0XC-0x1a"), "S-1-12-26");
}

TEST(Sid, SubAuthoritiesSaturateAuthoritiesDoNot) {
  EXPECT_EQ(canonical("S-1-5-18446744073709551615-579"), "S-1-5-4294967295-579");
  EXPECT_EQ(canonical("S-1-5-99999999999999999999999-579"), "S-1-5-4294967295-579");
  EXPECT_EQ(canonical("S-1-281474976710655-1"), "S-1-0xFFFFFFFFFFFF-1");
  EXPECT_EQ(canonical("S-1-281474976710656-1"), "refused");
}

TEST(Sid, MalformedTextIsRefused) {
  for (const char* text :
       {"", "S", "S-", "S-1", "S-1-", "S-1-5", "S-1-5-", "S-2-5-1", "S-1-5-32 -579", " S-1-1-1",
        "S-1-5-32--579", "S-1-5-+1", "S-1-x-1", "S-1-5-\t1", "WD)", "W", "ZZ", "1-5-18",
        "S-1-1-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16"}) {
    EXPECT_EQ(canonical(text), "refused") << text;
  }
}

TEST(Sid, ErrorPointsAtTheCharacter) {
  auto sid = Sid::parse("S-1-5-32-");
  ASSERT_FALSE(sid);
  EXPECT_EQ(sid.error().status, Status::invalid_sid);
  EXPECT_EQ(sid.error().what, "character 10: expected a number");
}

TEST(Sid, AliasesAreReadInAnyCase) {
  EXPECT_EQ(canonical("BA"), "S-1-5-32-544");
  EXPECT_EQ(canonical("ba"), "S-1-5-32-544");
  EXPECT_EQ(canonical("aA"), "S-1-5-32-579");
}

TEST(Sid, RelativeAliasesNeedTheirBase) {
  EXPECT_EQ(canonical("LA"), "S-1-5-21-1-2-3-500");
  EXPECT_EQ(canonical("EA"), "S-1-5-21-1-2-3-519");
  EXPECT_EQ(canonical("LA", {}), "refused");
  const SidContext machine_only{&kDomain, nullptr, nullptr};
  EXPECT_EQ(canonical("LG", machine_only), "S-1-5-21-1-2-3-501");
  EXPECT_EQ(canonical("DA", machine_only), "refused");
}

TEST(Sid, AuthorityAbove32BitsPrintsInHexadecimal) {
  EXPECT_EQ(canonical("S-1-5000000000-30-40"), "S-1-0x12A05F200-30-40");
  EXPECT_EQ(canonical("S-1-4294967295-3"), "S-1-4294967295-3");
}

TEST(Sid, ChildAppendsARelativeIdentifier) {
  EXPECT_EQ(to_string(*kDomain.child(500)), "S-1-5-21-1-2-3-500");
  const Sid full(5, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
  EXPECT_FALSE(full.child(1));
}

TEST(Sid, OrderAndEqualityFollowTheBytes) {
  EXPECT_EQ(Sid(5, {18}), *Sid::parse("SY"));
  EXPECT_NE(Sid(5, {18}), Sid(5, {18, 0}));
  EXPECT_LT(Sid(5, {18}), Sid(5, {19}));
  EXPECT_EQ(std::hash<Sid>{}(Sid(5, {18})),
            std::hash<Sid>{}(well_known(WellKnownSid::local_system)));
}

}  // namespace
}  // namespace wfp::security
