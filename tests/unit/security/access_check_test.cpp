#include "security/access_check.h"

#include <gtest/gtest.h>

#include "security/sddl.h"

namespace wfp::security {
namespace {

constexpr GenericMapping kFile{0x120089, 0x120116, 0x1200a0, 0x1f01ff};
const Sid kAlice(5, {21, 1, 2, 3, 1104});
const Sid kBob(5, {21, 1, 2, 3, 1105});

TokenData alice() {
  return {.user = kAlice,
          .groups = {{well_known(WellKnownSid::everyone)},
                     {well_known(WellKnownSid::authenticated_users)}}};
}

CompiledDescriptor compiled(const std::string& sddl) {
  auto descriptor = parse_sddl(sddl);
  EXPECT_TRUE(descriptor) << sddl << ": " << (descriptor ? "" : descriptor.error().what);
  return CompiledDescriptor(descriptor.value_or(SecurityDescriptor{}));
}

AccessResult check(const std::string& sddl, AccessMask desired, TokenData data = alice()) {
  const auto token = Token::create(std::move(data));
  return check_access(compiled(sddl), *token, {.desired = desired, .mapping = kFile});
}
const std::string kOwnedByBob = "O:S-1-5-21-1-2-3-1105G:BU";
const std::string kOwnedByAlice = "O:S-1-5-21-1-2-3-1104G:BU";

TEST(AccessCheck, DenyBeforeAllowWins) {
  EXPECT_FALSE(check(kOwnedByBob + "D:(D;;0x1;;;WD)(A;;0x1;;;WD)", 0x1).allowed());
  EXPECT_TRUE(check(kOwnedByBob + "D:(A;;0x1;;;WD)(D;;0x1;;;WD)", 0x1).allowed());
}

TEST(AccessCheck, DenyOfOtherRightsIsHarmless) {
  EXPECT_TRUE(check(kOwnedByBob + "D:(D;;0x2;;;WD)(A;;0x1;;;WD)", 0x1).allowed());
}

TEST(AccessCheck, EmptyDaclGrantsNothingAndNoDaclEverything) {
  EXPECT_FALSE(check(kOwnedByBob + "D:", 0x1).allowed());
  EXPECT_TRUE(check(kOwnedByBob + "D:NO_ACCESS_CONTROL", 0x1).allowed());
  EXPECT_TRUE(check(kOwnedByBob, 0x1).allowed());
}

TEST(AccessCheck, MaximumAllowedIsFirstCome) {
  EXPECT_EQ(check(kOwnedByBob + "D:(A;;0x1;;;WD)(D;;0x3;;;WD)(A;;0x2;;;WD)", Right::maximum_allowed)
                .granted,
            0x1u);
  EXPECT_EQ(check(kOwnedByBob + "D:(D;;GW;;;WD)(A;;GA;;;WD)", Right::maximum_allowed).granted,
            0xd00e9u);
  EXPECT_EQ(check(kOwnedByBob, Right::maximum_allowed).granted, kFile.all);
  EXPECT_FALSE(check(kOwnedByBob + "D:", Right::maximum_allowed).allowed());
  EXPECT_FALSE(check(kOwnedByBob + "D:(A;;0x1;;;WD)", Right::maximum_allowed | 0x2).allowed());
}

TEST(AccessCheck, OwnerReadsAndWritesTheDescriptor) {
  EXPECT_TRUE(
      check(kOwnedByAlice + "D:(D;;GA;;;WD)", Right::read_control | Right::write_dac).allowed());
  EXPECT_FALSE(check(kOwnedByAlice + "D:", Right::write_owner).allowed());
  EXPECT_FALSE(check(kOwnedByAlice + "D:(A;;;;;OW)", Right::read_control).allowed());
  EXPECT_TRUE(check(kOwnedByAlice + "D:(A;;0x1;;;OW)", 0x1).allowed());
  EXPECT_FALSE(check(kOwnedByBob + "D:(A;;0x1;;;OW)", 0x1).allowed());
  EXPECT_TRUE(check(kOwnedByAlice + "D:(A;IO;0x1;;;OW)", Right::read_control).allowed());
}

TEST(AccessCheck, DenyOnlyGroupsOnlyDeny) {
  TokenData data = alice();
  data.groups.push_back({well_known(WellKnownSid::builtin_administrators), GroupState::deny_only});
  EXPECT_FALSE(check(kOwnedByBob + "D:(A;;0x1;;;BA)", 0x1, data).allowed());
  EXPECT_FALSE(check(kOwnedByBob + "D:(D;;0x1;;;BA)(A;;0x1;;;WD)", 0x1, data).allowed());
  EXPECT_FALSE(check("O:BAG:BUD:", Right::read_control, data).allowed());
  data.groups.back().state = GroupState::disabled;
  EXPECT_TRUE(check(kOwnedByBob + "D:(D;;0x1;;;BA)(A;;0x1;;;WD)", 0x1, data).allowed());
}

TEST(AccessCheck, RestrictedTokenNeedsBothPasses) {
  TokenData data = alice();
  data.restricted = {well_known(WellKnownSid::restricted)};
  EXPECT_FALSE(check(kOwnedByBob + "D:(A;;0x3;;;WD)", 0x1, data).allowed());
  EXPECT_EQ(
      check(kOwnedByBob + "D:(A;;0x3;;;WD)(A;;0x1;;;RC)", Right::maximum_allowed, data).granted,
      0x1u);
  EXPECT_FALSE(check(kOwnedByAlice + "D:(A;;0x1;;;WD)", Right::read_control, data).allowed());
}

TEST(AccessCheck, WriteRestrictionHoldsForWritingAlone) {
  TokenData data = alice();
  data.restricted = {well_known(WellKnownSid::write_restricted_code)};
  data.write_restricted = true;
  EXPECT_TRUE(check(kOwnedByBob + "D:(A;;FA;;;WD)", 0x1, data).allowed());
  EXPECT_FALSE(check(kOwnedByBob + "D:(A;;FA;;;WD)", 0x2, data).allowed());
  EXPECT_FALSE(check(kOwnedByBob + "D:(A;;FA;;;WD)", Right::delete_object, data).allowed());
  EXPECT_EQ(check(kOwnedByBob + "D:(A;;FA;;;WD)", Right::maximum_allowed, data).granted,
            kFile.read | kFile.execute);
}

TEST(AccessCheck, SystemSecurityComesFromThePrivilegeAlone) {
  EXPECT_EQ(check(kOwnedByBob + "D:(A;;0x1000000;;;WD)", Right::access_system_security).status,
            Status::privilege_not_held);
  EXPECT_EQ(check(kOwnedByBob + "D:NO_ACCESS_CONTROL", Right::access_system_security).status,
            Status::privilege_not_held);
  TokenData data = alice();
  data.privileges = {Privilege::security, Privilege::take_ownership};
  const AccessResult result = check(kOwnedByBob + "D:(A;;0x1;;;WD)",
                                    Right::access_system_security | Right::maximum_allowed, data);
  EXPECT_EQ(result.granted, 0x1000001u);
  EXPECT_EQ(result.privileges_used, PrivilegeSet{Privilege::security});
}

TEST(AccessCheck, TakeOwnershipBeatsADenyAndStaysOutOfMaximumAllowed) {
  TokenData data = alice();
  data.privileges = {Privilege::take_ownership};
  EXPECT_TRUE(check(kOwnedByBob + "D:(D;;WO;;;WD)", Right::write_owner, data).allowed());
  EXPECT_FALSE(check(kOwnedByBob + "D:", Right::maximum_allowed, data).allowed());
}

TEST(AccessCheck, BackupIntentUsesBackupAndRestore) {
  TokenData data = alice();
  data.privileges = {Privilege::backup};
  const auto token = Token::create(data);
  const auto descriptor = compiled(kOwnedByBob + "D:");
  AccessRequest request{.desired = kFile.read, .mapping = kFile, .backup_intent = true};
  EXPECT_TRUE(check_access(descriptor, *token, request).allowed());
  request.desired = kFile.write;
  EXPECT_FALSE(check_access(descriptor, *token, request).allowed());
  request = {.desired = kFile.read, .mapping = kFile};
  EXPECT_FALSE(check_access(descriptor, *token, request).allowed());
}

TEST(AccessCheck, LowerIntegrityReadsButDoesNotWrite) {
  const std::string high = kOwnedByAlice + "D:(A;;FA;;;WD)S:(ML;;NW;;;HI)";
  EXPECT_FALSE(check(high, 0x2).allowed());
  EXPECT_FALSE(check(high, Right::write_dac).allowed());
  EXPECT_TRUE(check(high, 0x1).allowed());
  EXPECT_EQ(check(high, Right::maximum_allowed).granted, kFile.read | kFile.execute);
  EXPECT_FALSE(check(kOwnedByAlice + "D:(A;;FA;;;WD)S:(ML;;NR;;;HI)", 0x1).allowed());
  EXPECT_TRUE(check(kOwnedByAlice + "D:(A;;FA;;;WD)S:(ML;IO;NW;;;HI)", 0x2).allowed());
  TokenData data = alice();
  data.integrity = well_known(WellKnownSid::low_label);
  EXPECT_FALSE(check(kOwnedByAlice + "D:(A;;FA;;;WD)", 0x2, data).allowed());
  data.no_write_up = false;
  EXPECT_TRUE(check(kOwnedByAlice + "D:(A;;FA;;;WD)", 0x2, data).allowed());
}

TEST(AccessCheck, RelabelLetsWriteOwnerPassTheLabel) {
  TokenData data = alice();
  data.privileges = {Privilege::take_ownership};
  const std::string high = kOwnedByBob + "D:(A;;FA;;;WD)S:(ML;;NW;;;HI)";
  EXPECT_FALSE(check(high, Right::write_owner, data).allowed());
  data.privileges.add(Privilege::relabel);
  const AccessResult result = check(high, Right::write_owner, data);
  EXPECT_TRUE(result.allowed());
  EXPECT_TRUE(result.privileges_used.has(Privilege::relabel));
  const AccessResult most = check(high, Right::maximum_allowed, data);
  EXPECT_EQ(most.granted, kFile.read | kFile.execute | Right::write_owner);
  EXPECT_EQ(most.privileges_used, PrivilegeSet{Privilege::relabel});
  EXPECT_EQ(check(kOwnedByBob + "D:(A;;FR;;;WD)S:(ML;;NW;;;HI)", Right::maximum_allowed, data)
                .privileges_used,
            PrivilegeSet{});
}

TEST(AccessCheck, LabelTakesReadingAndExecutingApart) {
  const auto most = [](const std::string& policy) {
    return check(kOwnedByBob + "D:(A;;FA;;;WD)S:(ML;;" + policy + ";;;HI)", Right::maximum_allowed)
        .granted;
  };
  EXPECT_EQ(most("NR"), kFile.execute);
  EXPECT_EQ(most("NX"), kFile.read);
  EXPECT_EQ(most("NRNX"), 0u);
  EXPECT_TRUE(check(kOwnedByAlice + "D:S:(ML;;NR;;;HI)", Right::read_control).allowed());
  EXPECT_FALSE(check(kOwnedByAlice + "D:S:(ML;;NRNX;;;HI)", Right::read_control).allowed());
}

TEST(AccessCheck, TokensPolicyForbidsWritingUpWhateverTheLabelSays) {
  EXPECT_FALSE(check(kOwnedByAlice + "D:(A;;FA;;;WD)S:(ML;;;;;HI)", 0x2).allowed());
  EXPECT_FALSE(check(kOwnedByAlice + "D:(A;;FA;;;WD)S:(ML;;NR;;;HI)", 0x2).allowed());
  EXPECT_TRUE(check(kOwnedByAlice + "D:(A;;FA;;;WD)S:(ML;;NW;;;ME)", 0x2).allowed());
}

TEST(AccessCheck, AttributesForDenialsCountInDenialsAlone) {
  TokenData data = alice();
  data.user_claims = {string_claim("team", "red", Claim::kUseForDenyOnly)};
  EXPECT_FALSE(check(kOwnedByBob + "D:(XA;;0x1;;;WD;(@User.team == \"red\"))", 1, data).allowed());
  EXPECT_FALSE(check(kOwnedByBob + "D:(XD;;0x1;;;WD;(@User.team == \"red\"))(A;;0x1;;;WD)", 1, data)
                   .allowed());
  EXPECT_TRUE(check(kOwnedByBob + "D:(XD;;0x1;;;WD;(@User.team == \"blue\"))(A;;0x1;;;WD)", 1, data)
                  .allowed());
}

TEST(AccessCheck, PrincipalSelfIsWhomTheCallerSays) {
  const auto descriptor = compiled(kOwnedByBob + "D:(A;;0x1;;;PS)");
  const auto token = Token::create(alice());
  EXPECT_FALSE(check_access(descriptor, *token, {.desired = 1, .mapping = kFile}).allowed());
  EXPECT_TRUE(check_access(descriptor, *token, {.desired = 1, .mapping = kFile, .self = &kAlice})
                  .allowed());
  EXPECT_FALSE(
      check_access(descriptor, *token, {.desired = 1, .mapping = kFile, .self = &kBob}).allowed());
}

TEST(AccessCheck, CreatorPlaceholdersNeverMatch) {
  TokenData data = alice();
  data.groups.push_back({well_known(WellKnownSid::creator_owner)});
  EXPECT_FALSE(check(kOwnedByAlice + "D:(A;;0x1;;;CO)", 0x1, data).allowed());
}

TEST(AccessCheck, ApiRefusesGenericRightsAndHalfDescriptorsFirst) {
  const auto token = Token::create(alice());
  const auto whole = compiled(kOwnedByBob + "D:(A;;GA;;;WD)");
  EXPECT_EQ(
      check_access_as_api(whole, *token, {.desired = Right::generic_read, .mapping = kFile}).status,
      Status::generic_not_mapped);
  EXPECT_EQ(check_access_as_api(compiled("D:"), *token, {.desired = 1, .mapping = kFile}).status,
            Status::invalid_security_descr);
  EXPECT_TRUE(
      check_access(whole, *token, {.desired = Right::generic_read, .mapping = kFile}).allowed());
}

TEST(AccessCheck, NothingAskedForIsNothingGranted) {
  EXPECT_FALSE(check(kOwnedByBob + "D:(A;;GA;;;WD)", 0).allowed());
}

TEST(AccessCheck, ConditionDecidesByTheCallersResourceAttributes) {
  const auto descriptor =
      compiled(kOwnedByBob + "D:(XA;;0x1;;;WD;(@RESOURCE.app == \"/usr/sbin/nginx\"))");
  const auto token = Token::create(alice());
  const auto nginx =
      AttributeSet::create({string_claim("app", "/usr/sbin/nginx", Claim::kCaseSensitive)});
  const auto other =
      AttributeSet::create({string_claim("app", "/usr/sbin/NGINX", Claim::kCaseSensitive)});
  EXPECT_TRUE(is_allowed(descriptor, *token, 1, kFile, &*nginx));
  EXPECT_FALSE(is_allowed(descriptor, *token, 1, kFile, &*other));
  EXPECT_FALSE(is_allowed(descriptor, *token, 1, kFile));
}

TEST(AccessCheck, UnknownConditionDeniesAndDoesNotGrant) {
  EXPECT_FALSE(check(kOwnedByBob + "D:(XA;;0x1;;;WD;(@User.none))", 0x1).allowed());
  EXPECT_FALSE(check(kOwnedByBob + "D:(XD;;0x1;;;WD;(@User.none))(A;;0x1;;;WD)", 0x1).allowed());
}

TEST(AccessCheck, DefaultResultDenies) { EXPECT_FALSE(AccessResult{}.allowed()); }

}  // namespace
}  // namespace wfp::security
