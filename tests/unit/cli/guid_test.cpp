#include "cli/guid.h"

#include <gtest/gtest.h>

#include "fwpmu.h"

namespace wfp::cli {
namespace {

TEST(Guids, AreReadAndWrittenAsWindowsDoes) {
  const GUID guid = {0xc38d57d1, 0x05a7, 0x4c33, {0x90, 0x4f, 0x7f, 0xbc, 0xee, 0xe6, 0x0e, 0x82}};
  EXPECT_EQ(guid_text(guid), "{c38d57d1-05a7-4c33-904f-7fbceee60e82}");
  EXPECT_EQ(parse_guid("{C38D57D1-05a7-4c33-904f-7fbceee60e82}"), guid);
  EXPECT_EQ(parse_guid("c38d57d1-05a7-4c33-904f-7fbceee60e82"), guid);
  for (const char* bad :
       {"", "{}", "c38d57d105a74c33904f7fbceee60e82", "{c38d57d1-05a7-4c33-904f-7fbceee60e8g}",
        "{c38d57d1-05a7-4c33-904f-7fbceee60e82", "c38d57d1_05a7-4c33-904f-7fbceee60e82"}) {
    EXPECT_FALSE(parse_guid(bad)) << bad;
  }
}

TEST(Guids, DerivedOnesDependOnEachPartAndOnNothingElse) {
  const GUID scope = FWPM_LAYER_ALE_AUTH_CONNECT_V4;
  const GUID made = derived_guid("filter", scope, "a");
  EXPECT_EQ(made, derived_guid("filter", scope, "a"));
  EXPECT_NE(made, derived_guid("filter", scope, "b"));
  EXPECT_NE(made, derived_guid("filte", scope, "ra"));
  EXPECT_NE(made, derived_guid("filter", kZeroGuid, "a"));
  EXPECT_EQ(guid_text(made)[15], '8');  // RFC 9562's version for GUIDs of one's own making
}

}  // namespace
}  // namespace wfp::cli
