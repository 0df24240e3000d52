#include "base/guid.h"

#include <gtest/gtest.h>

namespace wfp {
namespace {

TEST(Guid, TextRoundTrip) {
  const std::string text = "c38d57d1-05a7-4c33-904f-7fbceee60e82";
  const auto guid = parse_guid(text);
  ASSERT_TRUE(guid);
  EXPECT_EQ(guid->data1, 0xc38d57d1u);
  EXPECT_EQ(guid->data4[7], 0x82);
  EXPECT_EQ(to_string(*guid), text);
}

TEST(Guid, RefusesWhatIsNotOne) {
  EXPECT_FALSE(parse_guid(""));
  EXPECT_FALSE(parse_guid("{c38d57d1-05a7-4c33-904f-7fbceee60e82}"));
  EXPECT_FALSE(parse_guid("c38d57d1-05a7-4c33-904f-7fbceee60e8g"));
  EXPECT_FALSE(parse_guid("c38d57d1005a7-4c33-904f-7fbceee60e82"));
}

}  // namespace
}  // namespace wfp
