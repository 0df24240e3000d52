#include "security/resource_attribute.h"

#include <gtest/gtest.h>

#include "security/sddl.h"

namespace wfp::security {
namespace {

TEST(ResourceAttribute, EveryTypeGoesAndComesBack) {
  const std::string sddl =
      "S:(RA;;;;;WD;(\"a%0020b\",TS,0x2,\"x;)\",\"\"))(RA;;;;;WD;(\"i\",TI,0x0,-8,7))(RA;;;;;WD;("
      "\"u\",TU,0x0,18446744073709551615))"
      "(RA;;;;;WD;(\"d\",TD,0x0,BA,S-1-2-3))(RA;;;;;WD;(\"o\",TX,0x0,0077,#,00))(RA;;;;;WD;(\"b\","
      "TB,"
      "0x0,0,1))(RA;;;;;WD;(\"e\",TS,0x0))";
  EXPECT_EQ(*format_sddl(parse_sddl(sddl).value()), sddl);
}

TEST(ResourceAttribute, LayoutIsThatOfWindows) {
  const Bytes bytes = resource_attribute_bytes({u"c", ClaimType::uint64, 0xe, {std::uint64_t{5}}});
  EXPECT_EQ(bytes, (Bytes{20, 0, 0, 0, 2,   0, 0, 0, 14, 0, 0, 0, 1, 0, 0, 0,
                          24, 0, 0, 0, 'c', 0, 0, 0, 5,  0, 0, 0, 0, 0, 0, 0}));
}

TEST(ResourceAttribute, OutOfRangeTextIsRefused) {
  for (const char* attribute :
       {"(\"u\",TU,0,-1)", "(\"i\",TI,0,0x8000000000000000)", "(\"b\",TB,0,2)", "(\"\",TS,0,\"x\")",
        "(\"n\",TZ,0,1)", "(\"n\",TS,-1,\"x\")", "(\"n\",TS,0,x)", "(\"n\",TX,0,)",
        "(\"n%0041\",TS,0)"}) {
    EXPECT_FALSE(parse_sddl(std::string("S:(RA;;;;;WD;") + attribute + ")")) << attribute;
  }
}

TEST(ResourceAttribute, MalformedBytesAreRefused) {
  const Bytes good =
      resource_attribute_bytes({u"c", ClaimType::string, 0, {std::u16string(u"xyz")}});
  ASSERT_TRUE(parse_resource_attribute(good));
  for (std::size_t size = 0; size < good.size() - 2; ++size)
    EXPECT_FALSE(parse_resource_attribute(ByteView(good).first(size))) << size;
  Bytes many = good;
  store(many.data() + 12, std::uint32_t{0x40000000});
  EXPECT_FALSE(parse_resource_attribute(many));
}

TEST(ResourceAttribute, ValuesThatShareTheirBytesAreRefused) {
  Claim claim{u"c", ClaimType::string, 0, {}};
  for (int i = 0; i < 100; ++i) claim.values.emplace_back(std::u16string(i == 0 ? 1000 : 1, u'x'));
  Bytes bytes = resource_attribute_bytes(claim);
  for (std::size_t i = 0; i < 100; ++i)
    store(bytes.data() + 16 + 4 * i, std::uint32_t{420});  // all at the first
  EXPECT_FALSE(parse_resource_attribute(bytes));
}

}  // namespace
}  // namespace wfp::security
