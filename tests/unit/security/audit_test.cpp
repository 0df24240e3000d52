#include "security/audit.h"

#include <gtest/gtest.h>

#include "security/sddl.h"

namespace wfp::security {
namespace {

constexpr GenericMapping kFile{0x120089, 0x120116, 0x1200a0, 0x1f01ff};

Token token() {
  return Token::create({.user = Sid(5, {21, 1, 2, 3, 1104}),
                        .groups = {{Sid(1, {0})}, {Sid(5, {32, 544}), GroupState::deny_only}}})
      .value();
}

AuditDecision audit(const std::string& sacl, AccessMask desired) {
  const CompiledDescriptor descriptor(parse_sddl("O:SYG:SYD:(A;;0x1;;;WD)" + sacl).value());
  const AccessRequest request{.desired = desired, .mapping = kFile};
  return decide_audit(descriptor, token(), request, check_access(descriptor, token(), request));
}

TEST(Audit, SuccessAndFailureHaveTheirOwnFlags) {
  EXPECT_EQ(audit("S:(AU;FA;0x1;;;WD)(AU;SA;0x1;;;WD)", 0x1).success, 1);
  EXPECT_FALSE(audit("S:(AU;FA;0x1;;;WD)", 0x1).audits());
  EXPECT_EQ(audit("S:(AU;FA;0x2;;;WD)", 0x2).failure, 0);
  EXPECT_FALSE(audit("S:(AU;SA;0x2;;;WD)", 0x2).audits());
}

TEST(Audit, OnlyRightsOfTheAceCount) {
  EXPECT_FALSE(audit("S:(AU;SAFA;0x4;;;WD)", 0x1).audits());
  EXPECT_TRUE(audit("S:(AU;SA;GR;;;WD)", 0x1).audits());
}

TEST(Audit, OtherSubjectsLabelsAndInheritOnlyAcesDoNotAudit) {
  EXPECT_FALSE(
      audit("S:(AU;SA;0x1;;;BU)(ML;SA;NW;;;LW)(AU;OIIOSA;0x1;;;WD)(AL;SA;0x1;;;WD)", 0x1).audits());
}

TEST(Audit, DenyOnlyGroupsAndUnknownConditionsAreNoted) {
  EXPECT_TRUE(audit("S:(AU;SA;0x1;;;BA)", 0x1).audits());
  EXPECT_TRUE(audit("S:(XU;SA;0x1;;;WD;(@User.none))", 0x1).audits());
  EXPECT_FALSE(audit("S:(XU;SA;0x1;;;WD;(Member_of {SID(SY)}))", 0x1).audits());
}

TEST(Audit, AceOfATypeNotesThatNodeAlone) {
  const Guid root{1, 0, 0, {}}, left{2, 0, 0, {}}, right{3, 0, 0, {}};
  const std::vector<ObjectType> types{{0, root}, {1, left}, {1, right}};
  const CompiledDescriptor descriptor(
      parse_sddl("O:SYG:SYD:(OA;;0x1;00000002-0000-0000-0000-000000000000;;WD)"
                 "S:(OU;SA;0x1;00000003-0000-0000-0000-000000000000;;WD)(OU;SA;0x1;00000002-0000-"
                 "0000-0000-000000000000;;WD)")
          .value());
  const AccessRequest request{.desired = 1, .mapping = kFile, .object_types = types};
  std::vector<AccessResult> nodes(types.size());
  (void)check_access_by_type(descriptor, token(), request, nodes);
  EXPECT_EQ(decide_audit_by_type(descriptor, token(), request, nodes).success, 1);
}

}  // namespace
}  // namespace wfp::security
