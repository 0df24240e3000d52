#include "schema/action.h"

#include <gtest/gtest.h>

namespace wfp::schema {
namespace {

// H: fwptypes.h.
TEST(Action, CodesAreThoseOfTheHeader) {
  EXPECT_EQ(kActionBlock, 0x1001U);
  EXPECT_EQ(kActionPermit, 0x1002U);
  EXPECT_EQ(kActionCalloutTerminating, 0x5003U);
  EXPECT_EQ(kActionCalloutInspection, 0x6004U);
  EXPECT_EQ(kActionCalloutUnknown, 0x4005U);
  EXPECT_EQ(kActionContinue, 0x2006U);
  EXPECT_EQ(kActionNone, 0x7U);
}

// D: CONTINUE and NONE are results, not filter actions.
TEST(Action, ResultsAreNoFilterActions) {
  EXPECT_EQ(action_type(kActionPermit), ActionType::permit);
  EXPECT_EQ(action_type(kActionContinue), std::nullopt);
  EXPECT_EQ(action_type(kActionNone), std::nullopt);
  EXPECT_EQ(action_type(0), std::nullopt);
}

TEST(Action, CalloutBitTellsCalloutActions) {
  EXPECT_TRUE(uses_callout(ActionType::callout_unknown));
  EXPECT_FALSE(uses_callout(ActionType::block));
}

// H: fwpmtypes.h and the access-control page.
TEST(Constants, RightsAndFlagsHaveTheirNumbers) {
  EXPECT_EQ(kActrlAddLink, 0x2U);
  EXPECT_EQ(kActrlWrite, 0x400U);
  EXPECT_EQ(kFilterFlagClearActionRight, 0x8U);
  EXPECT_EQ(kCalloutFlagRegistered, 0x40000U);
  EXPECT_EQ(kGenericWrite, 0x2040BU | 0x10000U);
}

}  // namespace
}  // namespace wfp::schema
