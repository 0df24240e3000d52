#include "security/private_object.h"

#include <gtest/gtest.h>

#include "security/sddl.h"

namespace wfp::security {
namespace {

constexpr GenericMapping kFile{0x120089, 0x120116, 0x1200a0, 0x1f01ff};
const Sid kAlice(5, {21, 1, 2, 3, 1104});

SecurityDescriptor sd(const std::string& text) { return parse_sddl(text).value(); }
std::string text_of(const Result<SecurityDescriptor>& descriptor) {
  return descriptor ? *format_sddl(*descriptor)
                    : std::string(status_info(descriptor.error().status).nt_name);
}

std::string created(const std::string& parent, const char* creator, bool container = false) {
  const SecurityDescriptor from = sd(parent);
  const SecurityDescriptor wish = sd(creator == nullptr ? "" : creator);
  return text_of(
      create_private_object(&from, creator == nullptr ? nullptr : &wish,
                            {.is_container = container, .mapping = kFile, .owner = kAlice}));
}

TEST(CreatePrivateObject, TakesOverTheInheritableAces) {
  EXPECT_EQ(created("D:(A;OICI;GA;;;SY)(A;OICIIO;GR;;;CO)(A;;GA;;;BU)", nullptr),
            "O:S-1-5-21-1-2-3-1104D:AI(A;ID;FA;;;SY)(A;ID;FR;;;S-1-5-21-1-2-3-1104)");
}

TEST(CreatePrivateObject, ExplicitAcesComeFirst) {
  EXPECT_EQ(created("D:(A;OI;GA;;;SY)", "O:BAG:BAD:(D;;GW;;;WD)"),
            "O:BAG:BAD:AI(D;;FW;;;WD)(A;ID;FA;;;SY)");
}

TEST(CreatePrivateObject, ProtectedAndNullDaclsInheritNothing) {
  EXPECT_EQ(created("D:(A;OI;GA;;;SY)", "O:BAD:P"), "O:BAD:P");
  EXPECT_EQ(created("D:(A;OI;GA;;;SY)", "O:BAD:NO_ACCESS_CONTROL"), "O:BAD:NO_ACCESS_CONTROL");
}

TEST(CreatePrivateObject, WithoutAutoInheritanceTheCreatorsAclIsAll) {
  const SecurityDescriptor parent = sd("D:(A;OI;GA;;;SY)S:(AU;OISA;GA;;;WD)");
  const NewObject object{
      .auto_inherit = {.dacl = false, .sacl = false}, .mapping = kFile, .owner = kAlice};
  const SecurityDescriptor wish = sd("O:BAD:(A;;CC;;;WD)");
  EXPECT_EQ(text_of(create_private_object(&parent, &wish, object)),
            "O:BAD:(A;;CC;;;WD)S:(AU;SA;FA;;;WD)");
  const SecurityDescriptor nothing = sd("O:BA");
  EXPECT_EQ(text_of(create_private_object(&parent, &nothing, object)),
            "O:BAD:(A;;FA;;;SY)S:(AU;SA;FA;;;WD)");
}

TEST(CreatePrivateObject, DefaultGivesWayToInheritedAcesForItsType) {
  const Guid type = *parse_guid("12345678-1234-1234-1234-123456789abc");
  const std::string typed = "(OA;OI;CC;;12345678-1234-1234-1234-123456789abc;SY)";
  const SecurityDescriptor wish = sd("O:BAD:(A;;DC;;;WD)");
  const auto made = [&](const std::string& parent_text, bool is_default) {
    const SecurityDescriptor parent = sd(parent_text);
    return text_of(create_private_object(&parent, &wish,
                                         {.mapping = kFile,
                                          .object_types = {&type, 1},
                                          .owner = kAlice,
                                          .creator_is_default = is_default}));
  };
  EXPECT_EQ(made("D:" + typed, true), "O:BAD:AI(OA;ID;CC;;;SY)");
  EXPECT_EQ(made("D:" + typed, false), "O:BAD:AI(A;;DC;;;WD)(OA;ID;CC;;;SY)");
  EXPECT_EQ(made("D:(A;OI;CC;;;SY)", true), "O:BAD:AI(A;;DC;;;WD)(A;ID;CC;;;SY)");
}

TEST(CreatePrivateObject, WithoutAnythingTheDefaultDaclApplies) {
  const Acl defaults = *sd("D:(A;;GA;;;CO)").dacl.acl();
  const auto made = create_private_object(
      nullptr, nullptr, {.mapping = kFile, .owner = kAlice, .default_dacl = &defaults});
  EXPECT_EQ(text_of(made), "O:S-1-5-21-1-2-3-1104D:(A;;FA;;;S-1-5-21-1-2-3-1104)");
}

std::string set(const std::string& current, const std::string& changes, SetSecurity request) {
  request.mapping = kFile;
  return text_of(set_security(sd(current), sd(changes), request));
}
constexpr auto kDacl = SecurityInformation::dacl;

TEST(SetSecurity, InheritedAcesRemainBehindTheExplicitOnes) {
  EXPECT_EQ(set("O:BAD:AI(A;;CC;;;BU)(A;ID;FA;;;SY)", "D:(A;;DC;;;WD)(A;ID;WO;;;WD)",
                {.information = kDacl}),
            "O:BAD:AI(A;;DC;;;WD)(A;ID;FA;;;SY)");
  EXPECT_EQ(set("O:BAD:AI(A;ID;FA;;;SY)", "D:", {.information = kDacl}), "O:BAD:AI(A;ID;FA;;;SY)");
}

TEST(SetSecurity, ProtectionStopsInheritance) {
  EXPECT_EQ(set("O:BAD:AI(A;ID;FA;;;SY)",
                "D:", {.information = kDacl | SecurityInformation::protected_dacl}),
            "O:BAD:P");
  EXPECT_EQ(set("O:BAD:AI(A;ID;FA;;;SY)", "D:P(A;ID;CC;;;WD)", {.information = kDacl}),
            "O:BAD:P(A;;CC;;;WD)");
}

TEST(SetSecurity, UnprotectingInheritsAnewFromTheParent) {
  const SecurityDescriptor parent = sd("D:(A;OI;GR;;;SY)");
  EXPECT_EQ(set("O:BAD:P(A;;CC;;;WD)", "",
                {.information = SecurityInformation::unprotected_dacl, .parent = &parent}),
            "O:BAD:AI(A;;CC;;;WD)(A;ID;FR;;;SY)");
  EXPECT_EQ(set("O:BAD:P(A;;CC;;;WD)", "D:(A;;DC;;;WD)(A;ID;WO;;;WD)", {.information = kDacl}),
            "O:BAD:AI(A;;DC;;;WD)(A;ID;WO;;;WD)");
}

TEST(SetSecurity, NullDaclIsNeverMergedAndAbsentIsAnError) {
  EXPECT_EQ(set("O:BAD:AI(A;ID;FA;;;SY)", "D:NO_ACCESS_CONTROL", {.information = kDacl}),
            "O:BAD:NO_ACCESS_CONTROL");
  EXPECT_EQ(set("O:BAD:AI(A;ID;FA;;;SY)", "", {.information = kDacl}), "STATUS_INVALID_PARAMETER");
}

TEST(SetSecurity, GenericRightsBecomeTheObjectsOwn) {
  EXPECT_EQ(set("O:BAD:", "D:(A;;GR;;;WD)", {.information = kDacl}), "O:BAD:AI(A;;FR;;;WD)");
  EXPECT_EQ(set("O:BAD:", "D:(A;OICI;GR;;;WD)", {.information = kDacl, .is_container = true}),
            "O:BAD:AI(A;;FR;;;WD)(A;OICIIO;GR;;;WD)");
}

TEST(SetSecurity, OnlyNamedPartsChange) {
  EXPECT_EQ(
      set("O:BAG:BAD:", "O:SYG:SYD:(A;;CC;;;WD)", {.information = SecurityInformation::owner}),
      "O:SYG:BAD:");
  EXPECT_EQ(set("O:BA", "", {.information = SecurityInformation::owner}), "STATUS_INVALID_OWNER");
  EXPECT_EQ(set("O:BA", "", {.information = SecurityInformation::group}),
            "STATUS_INVALID_PRIMARY_GROUP");
  EXPECT_EQ(set("O:BA", "", {.information = 0}), "O:BA");
}

TEST(SetSecurity, OwnerMustBeOnesOwn) {
  const Sid admins = well_known(WellKnownSid::builtin_administrators);
  const auto plain =
      Token::create({.user = kAlice, .groups = {{admins, GroupState::enabled, false}}});
  const auto owner =
      Token::create({.user = kAlice, .groups = {{admins, GroupState::enabled, true}}});
  const auto restore = Token::create({.user = kAlice, .privileges = {Privilege::restore}});
  const std::uint32_t information = SecurityInformation::owner;
  EXPECT_EQ(set("O:SY", "O:BA", {.information = information, .token = &*plain}),
            "STATUS_INVALID_OWNER");
  EXPECT_EQ(set("O:SY", "O:BA", {.information = information, .token = &*owner}), "O:BA");
  EXPECT_EQ(set("O:SY", "O:BA", {.information = information, .token = &*restore}), "O:BA");
  EXPECT_EQ(set("O:SY", "O:S-1-5-21-1-2-3-1104", {.information = information, .token = &*plain}),
            "O:S-1-5-21-1-2-3-1104");
}

TEST(SetSecurity, ContradictionsAndUnknownBitsAreRefused) {
  const std::uint32_t both =
      SecurityInformation::protected_dacl | SecurityInformation::unprotected_dacl;
  EXPECT_EQ(set("O:BA", "D:", {.information = both}), "STATUS_INVALID_PARAMETER");
  EXPECT_EQ(set("O:BA", "D:", {.information = 0x00800000}), "STATUS_INVALID_PARAMETER");
}

TEST(SetSecurity, LabelIsSetBesideTheAudits) {
  EXPECT_EQ(set("S:(AU;SA;CC;;;WD)(ML;;NW;;;LW)", "S:(ML;;NW;;;HI)(AU;SA;WD;;;WD)",
                {.information = SecurityInformation::label}),
            "S:(ML;;NW;;;HI)(AU;SA;CC;;;WD)");
}

TEST(InheritAnew, ExplicitStaysInheritedIsReplaced) {
  const auto again = [](const std::string& parent, const std::string& child) {
    return text_of(inherit_anew(sd(parent), sd(child), {.mapping = kFile}));
  };
  EXPECT_EQ(again("D:(A;OI;GR;;;WD)", "O:BAD:AI(D;;CC;;;BU)(A;ID;FA;;;SY)"),
            "O:BAD:AI(D;;CC;;;BU)(A;ID;FR;;;WD)");
  EXPECT_EQ(again("D:(A;OI;GR;;;WD)", "O:BAD:P(A;;CC;;;BU)"), "O:BAD:P(A;;CC;;;BU)");
  EXPECT_EQ(again("D:(A;OI;GR;;;WD)", "O:BAD:NO_ACCESS_CONTROL"), "O:BAD:NO_ACCESS_CONTROL");
}

TEST(SecurityInformationRights, AreThoseOfWindows) {
  EXPECT_EQ(rights_to_query(SecurityInformation::owner | SecurityInformation::sacl),
            Right::read_control | Right::access_system_security);
  EXPECT_EQ(rights_to_set(SecurityInformation::owner | kDacl),
            Right::write_owner | Right::write_dac);
}

}  // namespace
}  // namespace wfp::security
