#include "kernel/identity.h"

#include <gtest/gtest.h>
#include <linux/capability.h>

#include <algorithm>

#include "endpoint/principal.h"
#include "kernel/service_sid.h"
#include "security/well_known.h"

namespace wfp::kernel {
namespace {

using endpoint::CredentialSet;
using endpoint::group_sid;
using endpoint::user_sid;
using security::GroupState;
using security::Privilege;
using security::Sid;
using security::Token;
using security::well_known;
using security::WellKnownSid;

constexpr std::uint32_t kAdministrators = 800, kOperators = 801, kSudo = 27, kNobody = 65534;
constexpr std::uint64_t kEveryCapability = 0x1ffffffffff;

Identity identity() {
  IdentityRules rules;
  rules.administrators = kAdministrators;
  rules.operators = kOperators;
  rules.unelevated = {kSudo};
  rules.groups_of = [](std::uint32_t uid) -> Result<std::vector<std::uint32_t>> {
    if (uid == 666) return fail(Status::access_denied, "the database is down");
    return std::vector<std::uint32_t>{uid, 77};
  };
  return Identity(std::move(rules));
}

CredentialSet user(std::uint32_t uid, std::vector<std::uint32_t> groups = {}) {
  CredentialSet set;
  set.uid = uid;
  set.gid = uid;
  set.groups = std::move(groups);
  return set;
}

CredentialSet foreign(CredentialSet set) {
  set.foreign = true;
  set.capabilities = kEveryCapability;
  return set;
}

Token token_of(const CredentialSet& set, std::string_view service = {}) {
  auto token = identity().token_of(set, service);
  EXPECT_TRUE(token);
  return *std::move(token);
}

bool is(const Token& token, WellKnownSid sid) { return token.is_member(well_known(sid)); }

GroupState state_of(const Token& token, const Sid& sid) {
  const auto& groups = token.data().groups;
  const auto group = std::ranges::find(groups, sid, &security::TokenGroup::sid);
  return group == groups.end() ? GroupState::disabled : group->state;
}

TEST(Identity, UsersAreThemselvesTheirGroupsAndAuthenticated) {
  const Token token = token_of(user(1000, {4, 24}));
  EXPECT_EQ(token.user(), user_sid(1000));
  for (const std::uint32_t gid : {1000u, 4u, 24u}) EXPECT_TRUE(token.is_member(group_sid(gid)));
  EXPECT_TRUE(is(token, WellKnownSid::everyone));
  EXPECT_TRUE(is(token, WellKnownSid::authenticated_users));
  EXPECT_FALSE(is(token, WellKnownSid::builtin_administrators));
  EXPECT_FALSE(is(token, WellKnownSid::local_system));
  EXPECT_TRUE(token.data().privileges.empty());
}

TEST(Identity, RootIsSystemAndAdministrator) {
  const Token token = token_of(user(0));
  EXPECT_EQ(token.user(), user_sid(0));
  EXPECT_TRUE(is(token, WellKnownSid::local_system));
  EXPECT_TRUE(is(token, WellKnownSid::builtin_administrators));
  EXPECT_TRUE(token.may_assign_owner(well_known(WellKnownSid::builtin_administrators)));
  EXPECT_TRUE(token.data().privileges.empty());  // of capabilities, not of the uid
}

TEST(Identity, ConfiguredGroupsAreAdministratorsAndOperators) {
  const Token administrator = token_of(user(1000, {kAdministrators}));
  EXPECT_TRUE(is(administrator, WellKnownSid::builtin_administrators));
  EXPECT_FALSE(is(administrator, WellKnownSid::local_system));
  const Token by_primary_group = token_of(user(kAdministrators));
  EXPECT_TRUE(is(by_primary_group, WellKnownSid::builtin_administrators));
  const Token operators = token_of(user(1000, {kOperators}));
  EXPECT_TRUE(is(operators, WellKnownSid::network_configuration_operators));
}

TEST(Identity, SudoersAreAdministratorsForDenialsAlone) {
  const Token token = token_of(user(1000, {kSudo}));
  EXPECT_EQ(state_of(token, well_known(WellKnownSid::builtin_administrators)),
            GroupState::deny_only);
  EXPECT_FALSE(token.may_assign_owner(well_known(WellKnownSid::builtin_administrators)));
}

TEST(Identity, NobodyIsNotAuthenticated) {
  const Token token = token_of(user(kNobody));
  EXPECT_TRUE(is(token, WellKnownSid::everyone));
  EXPECT_FALSE(is(token, WellKnownSid::authenticated_users));
}

TEST(Identity, CapabilitiesArePrivileges) {
  CredentialSet set = user(1000);
  set.capabilities = 1ull << CAP_SYS_PTRACE | 1ull << CAP_CHOWN;
  const Token token = token_of(set);
  EXPECT_TRUE(token.has(Privilege::debug));
  EXPECT_TRUE(token.has(Privilege::take_ownership));
  EXPECT_FALSE(token.has(Privilege::restore));
  EXPECT_FALSE(token.has(Privilege::security));
  set.capabilities = 1ull << CAP_AUDIT_CONTROL | 1ull << CAP_DAC_OVERRIDE;
  EXPECT_TRUE(token_of(set).has(Privilege::restore));
  EXPECT_TRUE(token_of(set).has(Privilege::security));
}

TEST(Identity, ServicesHaveTheirOwnSid) {
  const Token token = token_of(user(1000), "ssh");
  EXPECT_TRUE(token.is_member(service_sid("ssh")));
  EXPECT_FALSE(token_of(user(1000)).is_member(service_sid("ssh")));
}

TEST(Identity, AForeignRootHasNoPower) {
  const Token token = token_of(foreign(user(0)));
  EXPECT_EQ(state_of(token, well_known(WellKnownSid::builtin_administrators)),
            GroupState::deny_only);
  EXPECT_EQ(state_of(token, well_known(WellKnownSid::local_system)), GroupState::deny_only);
  EXPECT_TRUE(token.data().privileges.empty());
  EXPECT_FALSE(token.may_assign_owner(well_known(WellKnownSid::local_system)));
}

TEST(Identity, AForeignNamespaceCannotDropGroups) {
  const Token token = token_of(foreign(user(1000)));
  EXPECT_EQ(state_of(token, group_sid(77)), GroupState::deny_only);
  EXPECT_EQ(state_of(token, group_sid(1000)), GroupState::enabled);
  EXPECT_EQ(state_of(token_of(user(1000)), group_sid(77)), GroupState::disabled);
}

TEST(Identity, AForeignMemberOfAConfiguredGroupHasItForDenialsAlone) {
  const Token token = token_of(foreign(user(1000, {kAdministrators, kOperators})));
  EXPECT_EQ(state_of(token, well_known(WellKnownSid::builtin_administrators)),
            GroupState::deny_only);
  EXPECT_EQ(state_of(token, well_known(WellKnownSid::network_configuration_operators)),
            GroupState::deny_only);
}

TEST(Identity, OverflowIdsNameNobody) {
  const Token token = token_of(foreign(user(kNobody, {kNobody})));
  EXPECT_FALSE(token.is_member(user_sid(kNobody)));
  EXPECT_FALSE(token.is_member(group_sid(kNobody)));
  EXPECT_EQ(token.user(), Sid());
}

TEST(Identity, AFailingAccountDatabaseRefusesTheToken) {
  const auto token = identity().token_of(foreign(user(666)));
  ASSERT_FALSE(token);
  EXPECT_EQ(token.error().status, Status::access_denied);
}

TEST(ServiceSid, IsWindowsOwnForItsOwnService) {
  EXPECT_EQ(to_string(service_sid("TrustedInstaller")),
            "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464");
  EXPECT_EQ(service_sid("trustedinstaller"), service_sid("TrustedInstaller"));
  EXPECT_NE(service_sid("ssh"), service_sid("sshd"));
}

}  // namespace
}  // namespace wfp::kernel
