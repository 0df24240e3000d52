#include "cli/acl.h"

#include <gtest/gtest.h>

#include "cli/acl_edit.h"
#include "windows.h"

namespace wfp::cli {
namespace {

Descriptor parsed(const std::string& sddl) {
  auto descriptor = Descriptor::from_sddl(sddl);
  EXPECT_TRUE(descriptor) << sddl;
  return descriptor ? *descriptor : Descriptor{};
}

Sid sid(const char* text) { return *Sid::from_text(text); }

constexpr const char* kBob = "S-1-22-1-4001";

TEST(Descriptor, GoesThroughUnchanged) {
  for (const char* sddl :
       {"O:BAG:SYD:P(D;;0xe0;;;S-1-22-1-4001)(A;OICIIO;GR;;;CO)(A;ID;0xf07ff;;;BA)",
        "D:", "D:NO_ACCESS_CONTROL", "O:SY", "S:(AU;FA;WD;;;WD)",
        "D:(XA;OICIIO;0xe0;;;WD;(@RESOURCE.app == \"/usr/sbin/nginx\"))"}) {
    EXPECT_EQ(parsed(parsed(sddl).sddl()), parsed(sddl)) << sddl;
  }
  EXPECT_EQ(parsed("O:BAG:SYD:P(A;;0xe0;;;WD)").sddl(), "O:BAG:SYD:P(A;;WPDTLO;;;WD)");
}

TEST(Descriptor, AbsentNullAndEmptyAreDifferent) {
  EXPECT_EQ(parsed("O:BA").dacl.state, AclPart::State::absent);
  EXPECT_EQ(parsed("D:NO_ACCESS_CONTROL").dacl.state, AclPart::State::null);
  EXPECT_EQ(parsed("D:").dacl.state, AclPart::State::list);
  EXPECT_TRUE(parsed("D:").dacl.list.aces.empty());
}

TEST(Descriptor, WhatIsNotSddlIsInvalidPolicy) {
  const auto wrong = Descriptor::from_sddl("D:(A;;ZZ;;;WD)");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().exit, ExitCode::invalid_policy);
}

TEST(Ace, PartsAreThoseOfTheText) {
  const Ace ace = parsed("D:(XA;OICIIO;0xe0;;;WD;(@RESOURCE.app == \"a;b\"))").dacl.list.aces.at(0);
  EXPECT_TRUE(ace.is_allow());
  EXPECT_FALSE(ace.is_plain());
  EXPECT_EQ(ace.mask(), 0xe0u);
  EXPECT_EQ(ace.sid(), Sid::everyone());
  EXPECT_EQ(ace.condition(), "(@RESOURCE.app == \"a;b\")");
  const Ace object =
      parsed("D:(OA;;0xe0;bf967aba-0de6-11d0-a285-00aa003049e2;;WD)").dacl.list.aces.at(0);
  EXPECT_EQ(object.sid(), Sid::everyone());
}

TEST(Ace, MakeWritesWhatTheTextMeans) {
  EXPECT_EQ(Ace::make(ACCESS_DENIED_ACE_TYPE, OBJECT_INHERIT_ACE, 0xe0, Sid::everyone()),
            parsed("D:(D;OI;0xe0;;;WD)").dacl.list.aces.at(0));
}

TEST(Ace, CutShortItHasNoSid) {
  Ace ace = Ace::make(ACCESS_ALLOWED_ACE_TYPE, 0, 1, Sid::everyone());
  ace.bytes.resize(ace.bytes.size() - 4);
  EXPECT_FALSE(ace.sid());
}

std::string after_add(const std::string& before, const std::string& ace) {
  Descriptor descriptor = parsed(before);
  add_ace(descriptor.dacl.list, parsed("D:" + ace).dacl.list.aces.at(0));
  return descriptor.sddl();
}

TEST(AclEdit, OrderStaysCanonical) {
  EXPECT_EQ(after_add("D:(D;;CC;;;BU)(A;;CC;;;BA)(A;ID;CC;;;SY)", "(A;;CC;;;WD)"),
            "D:(D;;CC;;;BU)(A;;CC;;;BA)(A;;CC;;;WD)(A;ID;CC;;;SY)");
  EXPECT_EQ(after_add("D:(D;;CC;;;BU)(A;;CC;;;BA)(A;ID;CC;;;SY)", "(D;;CC;;;WD)"),
            "D:(D;;CC;;;BU)(D;;CC;;;WD)(A;;CC;;;BA)(A;ID;CC;;;SY)");
}

TEST(AclEdit, RightsOfTheSameSidAreJoined) {
  EXPECT_EQ(after_add("D:(A;;CC;;;WD)", "(A;;DC;;;WD)"), "D:(A;;CCDC;;;WD)");
  EXPECT_EQ(after_add("D:(A;ID;CC;;;WD)", "(A;;DC;;;WD)"), "D:(A;;DC;;;WD)(A;ID;CC;;;WD)");
  EXPECT_EQ(after_add("D:(A;OI;CC;;;WD)", "(A;;DC;;;WD)"), "D:(A;OI;CC;;;WD)(A;;DC;;;WD)");
  EXPECT_EQ(after_add("D:(A;;CC;;;WD)", "(D;;CC;;;WD)"), "D:(D;;CC;;;WD)(A;;CC;;;WD)");
}

TEST(AclEdit, RemoveTakesExplicitEntriesOfOneSid) {
  Descriptor descriptor = parsed(
      "D:(D;;CC;;;S-1-22-1-4001)(A;;CC;;;S-1-22-1-4001)(A;;CC;;;WD)(A;ID;CC;;;S-1-22-1-4001)");
  Acl acl = descriptor.dacl.list;
  EXPECT_EQ(remove_aces(acl, sid(kBob), AceKind::deny), 1u);
  EXPECT_EQ(remove_aces(acl, sid(kBob), AceKind::both), 1u);
  EXPECT_EQ(remove_aces(acl, sid(kBob), AceKind::both), 0u);
  descriptor.dacl.list = acl;
  EXPECT_EQ(descriptor.sddl(), "D:(A;;CC;;;WD)(A;ID;CC;;;S-1-22-1-4001)");
}

TEST(AclEdit, ConditionalEntriesAreToldApartByTheirCondition) {
  Acl acl = parsed("D:(XA;;CC;;;WD;(@RESOURCE.a == 1))(XA;;CC;;;WD;(@RESOURCE.a == 2))").dacl.list;
  EXPECT_EQ(remove_conditional_aces(acl, Sid::everyone(), acl.aces.at(1).condition()), 1u);
  EXPECT_EQ(acl.aces.size(), 1u);
}

TEST(AclEdit, ChangesAreWhatWasAddedAndRemoved) {
  const Acl before = parsed("D:(A;;CC;;;WD)(A;;CC;;;BA)").dacl.list;
  const Acl after = parsed("D:(A;;CC;;;BA)(A;;DC;;;WD)").dacl.list;
  const std::vector<AceChange> changes = changes_between(before, after);
  ASSERT_EQ(changes.size(), 2u);
  EXPECT_FALSE(changes[0].added);
  EXPECT_TRUE(changes[1].added);
  EXPECT_TRUE(changes_between(before, before).empty());
}

}  // namespace
}  // namespace wfp::cli
