#include "security/inherit.h"

#include <gtest/gtest.h>

#include "security/sddl.h"

namespace wfp::security {
namespace {

const Sid kOwner(5, {21, 1, 2, 3, 1104});
const Sid kGroup(5, {21, 1, 2, 3, 513});
constexpr GenericMapping kFile{0x120089, 0x120116, 0x1200a0, 0x1f01ff};

std::string text_of(const Acl& acl) {
  std::string text;
  for (const AceView ace : acl.aces()) text += *format_ace(ace);
  return text;
}

std::string inherited(const std::string& parent, bool container, bool mark = false,
                      GenericMapping mapping = {}, std::span<const Guid> types = {}) {
  const auto descriptor = parse_sddl(parent[0] == '(' ? "D:" + parent : parent);
  const ChildObject child{container, &kOwner, &kGroup, mapping, types};
  Acl out;
  const AclSlot& slot = descriptor->dacl.is_present() ? descriptor->dacl : descriptor->sacl;
  EXPECT_TRUE(inherit_aces(slot.acl()->view(), child, mark, out));
  return text_of(out);
}

TEST(Inherit, ObjectInheritGoesToObjectsAndTravelsThroughContainers) {
  EXPECT_EQ(inherited("(A;OI;CC;;;WD)", false), "(A;;CC;;;WD)");
  EXPECT_EQ(inherited("(A;OI;CC;;;WD)", true), "(A;OIIO;CC;;;WD)");
  EXPECT_EQ(inherited("(A;OINP;CC;;;WD)", true), "");
}

TEST(Inherit, ContainerInheritGoesToContainersAlone) {
  EXPECT_EQ(inherited("(A;CI;CC;;;WD)", false), "");
  EXPECT_EQ(inherited("(A;CIIO;CC;;;WD)", true), "(A;CI;CC;;;WD)");
  EXPECT_EQ(inherited("(A;OICINP;CC;;;WD)", true), "(A;;CC;;;WD)");
}

TEST(Inherit, CreatorsAreReplacedAndOnContainersSplit) {
  EXPECT_EQ(inherited("(A;OICI;CC;;;CO)", false), "(A;;CC;;;S-1-5-21-1-2-3-1104)");
  EXPECT_EQ(inherited("(A;OICI;CC;;;CO)(A;CI;CC;;;CG)", true),
            "(A;;CC;;;S-1-5-21-1-2-3-1104)(A;OICIIO;CC;;;CO)(A;;CC;;;S-1-5-21-1-2-3-513)(A;CIIO;CC;"
            ";;CG)");
}

TEST(Inherit, GenericRightsAreMappedAndOnContainersSplit) {
  EXPECT_EQ(inherited("(A;OICI;GR;;;WD)", false, false, kFile), "(A;;FR;;;WD)");
  EXPECT_EQ(inherited("(A;OICI;GR;;;WD)", true, false, kFile), "(A;;FR;;;WD)(A;OICIIO;GR;;;WD)");
  EXPECT_EQ(inherited("(A;OICI;GR;;;WD)", true), "(A;OICI;GR;;;WD)");
}

TEST(Inherit, MarksWhatWasInherited) {
  EXPECT_EQ(inherited("(A;OICI;CC;;;CO)", true, true),
            "(A;ID;CC;;;S-1-5-21-1-2-3-1104)(A;OICIIOID;CC;;;CO)");
}

TEST(Inherit, AcesForOtherObjectTypesOnlyTravel) {
  const Guid user = *parse_guid("bf967aba-0de6-11d0-a285-00aa003049e2");
  const std::string ace = "(OA;OICI;CC;;bf967aba-0de6-11d0-a285-00aa003049e2;WD)";
  EXPECT_EQ(inherited(ace, true, true),
            "(OA;OICIIOID;CC;;bf967aba-0de6-11d0-a285-00aa003049e2;WD)");
  EXPECT_EQ(inherited(ace, false), "");
  EXPECT_EQ(inherited(ace, true, true, {}, {&user, 1}),
            "(OA;OICIID;CC;;bf967aba-0de6-11d0-a285-00aa003049e2;WD)");
  EXPECT_EQ(inherited(ace, false, false, {}, {&user, 1}), "(OA;;CC;;;WD)");
}

TEST(Inherit, ConditionsTravelWithTheirAce) {
  EXPECT_EQ(inherited("(XA;OICIIO;GR;;;WD;(@RESOURCE.app == \"x\"))", false, false, kFile),
            "(XA;;FR;;;WD;(@RESOURCE.app == \"x\"))");
}

TEST(Inherit, TooManyAcesAreAnErrorNotATruncation) {
  Acl parent;
  const Ace ace{
      .flags = AceFlag::container_inherit, .mask = Right::generic_read, .sid = Sid(1, {0})};
  while (parent.bytes().size() < 40000) ASSERT_TRUE(parent.append(ace));
  Acl out;
  const auto done =
      inherit_aces(parent.view(), {.is_container = true, .mapping = kFile}, false, out);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().status, Status::invalid_acl);
}

}  // namespace
}  // namespace wfp::security
