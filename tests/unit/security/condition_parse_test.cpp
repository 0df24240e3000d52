#include <gtest/gtest.h>

#include "security/condition.h"

namespace wfp::security {
namespace {

TEST(ConditionParse, SimpleNameStandsOnTheLeftOnly) {
  EXPECT_TRUE(parse_condition("(Title == @User.Title)"));
  EXPECT_TRUE(parse_condition("(@Resource.app Contains @User.apps)"));
  EXPECT_FALSE(parse_condition("(Title == Other)"));
  EXPECT_FALSE(parse_condition("(@User.Title Contains Other)"));
}

// The name's bytes stand where an operator's code would.
TEST(ConditionParse, OperatorEndsWhereANameWouldGoOn) {
  const auto dotted = parse_condition("(Exists.x)");
  ASSERT_TRUE(dotted);
  EXPECT_EQ(format_condition(*dotted).value_or(""), "(Exists.x)");
  EXPECT_TRUE(parse_condition("(Member_of/x == 1)"));
  EXPECT_TRUE(parse_condition("(Exists x)"));
}

}  // namespace
}  // namespace wfp::security
