#include "security/sddl.h"

#include <gtest/gtest.h>

namespace wfp::security {
namespace {

const Sid kDomain(5, {21, 1, 2, 3});

// The text that comes back, or the mistake.
std::string canonical(std::string_view text) {
  const auto read = read_sddl(text, SidContext::all(kDomain));
  if (!read) return read.error().to_string();
  const auto written = format_sddl(*read, SidContext::all(kDomain));
  return written ? *written : written.error().what;
}
bool refused(std::string_view text) { return !read_sddl(text, SidContext::all(kDomain)); }

TEST(Sddl, SectionsComeInAnyOrderAndLeaveInOne) {
  EXPECT_EQ(canonical("S:D:PG:BUO:BA"), "O:BAG:BUD:PS:");
  EXPECT_EQ(canonical(""), "");
  EXPECT_EQ(canonical("  O:AA   G:WD  "), "O:AAG:WD");
}

TEST(Sddl, SectionsAreCaseSensitiveAndUnique) {
  for (const char* text :
       {"d:(A;;GA;;;SY)", "Q:(A;;GA;;;RU)", "D:D:", "O:BAO:BA", "D:P:S:", "D :S:", "O:"}) {
    EXPECT_TRUE(refused(text)) << text;
  }
}

TEST(Sddl, EmptyDaclIsNotNoDacl) {
  EXPECT_TRUE(parse_sddl("D:")->dacl.is_present());
  EXPECT_TRUE(parse_sddl("D:NO_ACCESS_CONTROL")->dacl.is_null());
  EXPECT_TRUE(parse_sddl("O:BA")->dacl.is_absent());
  EXPECT_EQ(canonical("D:NO_ACCESS_CONTROLS:(AU;SA;GA;;;WD)"),
            "D:NO_ACCESS_CONTROLS:(AU;SA;GA;;;WD)");
}

TEST(Sddl, AclFlagsRepeatAndComeInAnyOrder) {
  EXPECT_EQ(canonical("D:PARP(A;;GA;;;SY)"), "D:PAR(A;;GA;;;SY)");
  EXPECT_EQ(canonical("D:AIARPS:PAI"), "D:PARAIS:PAI");
}

TEST(Sddl, BlanksAreForgivenWhereWindowsForgivesThem) {
  EXPECT_EQ(canonical("D: AI (A; ;GA;; ; LG) ( A;; GA; ;;WD )"), "D:AI(A;;GA;;;LG)(A;;GA;;;WD)");
  EXPECT_EQ(canonical("O:S- 1- 2-3"), "O:S-1-2-3");
  for (const char* text :
       {"D:(A;;GA ;;;LG)", "D:(A ;;GA;;;LG)", "D:(A;;0x1\t;;;LG)", "D:(A;;GA;;;S-1-3-4 )",
        "D:(A;;RP LCLOR C;;;AU)", "D:(A;;0x 1;;;LG)", "O:S-1-5- 32"}) {
    EXPECT_TRUE(refused(text)) << text;
  }
}

TEST(Sddl, CaseIsForgivenInTypesRightsAndAliases) {
  EXPECT_EQ(canonical("D:(oa;ci;ga;;;lg)"), "D:(A;CI;GA;;;LG)");
}

TEST(Sddl, NumericRightsSaturateAndGlue) {
  EXPECT_EQ(canonical("D:(A;;0x123456789;;;SY)"), "D:(A;;0xffffffff;;;SY)");
  EXPECT_EQ(canonical("D:(A;;-99;;;SY)"), "D:(A;;0xffffff9d;;;SY)");
  EXPECT_EQ(canonical("D:(A;;-9876543210;;;SY)"), "D:(A;;CC;;;SY)");
  EXPECT_EQ(canonical("D:(A;;020000000000;;;SY)"), "D:(A;;GR;;;SY)");
  EXPECT_EQ(canonical("D:(A;;GR0x1;;;SY)"), "D:(A;;CCGR;;;SY)");
}

TEST(Sddl, RightsAreLettersOnlyIfEveryBitHasOne) {
  EXPECT_EQ(canonical("D:(A;;0x1f01ff;;;SY)(A;;KX;;;SY)(A;;0x1200a9;;;SY)(A;;0x1ff;;;SY)"),
            "D:(A;;FA;;;SY)(A;;KR;;;SY)(A;;0x1200a9;;;SY)(A;;CCDCLCSWRPWPDTLOCR;;;SY)");
  EXPECT_EQ(canonical("S:(ML;;NWNR;;;HI)"), "S:(ML;;NWNR;;;HI)");
}

TEST(Sddl, TypesStayInTheirAcl) {
  for (const char* text :
       {"D:(AU;SA;CR;;;BA)", "D:(ML;;NW;;;HI)", "S:(A;;GA;;;BA)", "D:(Antlers;;GA;;;SY)"}) {
    EXPECT_TRUE(refused(text)) << text;
  }
}

TEST(Sddl, GuidsAreExact) {
  const std::string guid = "f30e3bbf-9ff0-11d1-b603-0000f80367c1";
  EXPECT_EQ(canonical("D:(OA;;CR;" + guid + ";" + guid + ";WD)"),
            "D:(OA;;CR;" + guid + ";" + guid + ";WD)");
  for (const std::string& field :
       {" " + guid, guid + " ", "{" + guid + "}", std::string("0123456789abcdef")}) {
    EXPECT_TRUE(refused("D:(OA;;GA;" + field + ";;WD)")) << field;
  }
}

TEST(Sddl, ObjectAceWithoutGuidBecomesPlainAndLeavesSlack) {
  const auto descriptor = parse_sddl("D:(OA;;RP;;;WD)(A;;RP;;;SY)");
  ASSERT_TRUE(descriptor);
  const Acl& acl = *descriptor->dacl.acl();
  EXPECT_EQ(acl.revision(), 4);
  EXPECT_EQ(acl.bytes().size(), 8u + 20 + 20 + 4);
  EXPECT_EQ((*acl.aces().begin()).type(), AceType::access_allowed);
}

TEST(Sddl, ErrorPointsAtTheCharacterAndSaysWhatWasExpected) {
  EXPECT_EQ(canonical("D:(A;;ZZ;;;SY)"),
            "character 7: expected a right such as GA, or a number such as 0x1F");
  EXPECT_EQ(canonical("O:BAX"), "character 5: expected O:, G:, D: or S:");
  EXPECT_EQ(canonical("D:(A;;GA;;;SY"), "character 14: expected ')'");
  EXPECT_EQ(canonical("D:(XA;;GA;;;SY;(@User.a == ))"),
            "character 28: expected a literal, or @User., @Device. or @Resource.");
}

TEST(Sddl, TooLongFailsFast) {
  std::string text = "D:";
  for (int i = 0; i < 4000; ++i) text += "(A;;GA;;;SY)";
  EXPECT_TRUE(refused(text));
  EXPECT_TRUE(refused("D:(A" + std::string(10000, ';')));
}

TEST(Sddl, ConditionsAndAttributesAreWrittenAsWindowsDoes) {
  EXPECT_EQ(canonical("D:(XA;;FX;;;S-1-1-0;(@User.Title==\"PM\" && (@User.Division==\"Finance\" || "
                      "@User.Division ==\"Sales\")))"),
            "D:(XA;;FX;;;WD;((@USER.Title == \"PM\") && ((@USER.Division == \"Finance\") || "
            "(@USER.Division == \"Sales\"))))");
  EXPECT_EQ(canonical("S:(RA;;;;;WD;(\"colour\",TS,0, \"blue\" , \"red;)\"))"),
            "S:(RA;;;;;WD;(\"colour\",TS,0x0,\"blue\",\"red;)\"))");
}

TEST(Sddl, AceThatSddlCannotSayIsAnError) {
  SecurityDescriptor descriptor;
  Acl acl;
  ASSERT_TRUE(acl.append(Ace{.type = static_cast<AceType>(0x77), .sid = {}, .data = Bytes(4)}));
  descriptor.dacl = acl;
  EXPECT_FALSE(format_sddl(descriptor));
}

}  // namespace
}  // namespace wfp::security
