// Who may read and set which part of a descriptor, and what a Set makes of it: Windows' rules for
// SetSecurityInfo (ale-endpoints 2.3 to 2.7, 3.3, 3.4) row by row.
#include "daemon/policy.h"

#include <gtest/gtest.h>

#include "schema/constants.h"
#include "security/sddl.h"
#include "security/well_known.h"
#include "support/temp_dir.h"

namespace wfp::daemon {
namespace {

using security::Privilege;
using security::Right;
using security::Sid;
using security::Token;
using security::TokenData;
using security::WellKnownSid;

const Sid kAlice(22, {1, 1000});
const Sid kBob(22, {1, 1001});
const Object kEngine = Object::engine();
const Object kEndpoints = Object::endpoints();

Token token(const Sid& user, std::vector<security::TokenGroup> groups = {},
            security::PrivilegeSet privileges = {}) {
  TokenData data{.user = user, .groups = std::move(groups), .privileges = privileges};
  data.groups.push_back({security::well_known(WellKnownSid::everyone)});
  data.groups.push_back({security::well_known(WellKnownSid::authenticated_users)});
  auto made = Token::create(std::move(data));
  EXPECT_TRUE(made);
  return *made;
}

Token user(const Sid& sid = kAlice) { return token(sid); }
Token administrator(security::PrivilegeSet privileges = {}) {
  return token(kBob,
               {{security::well_known(WellKnownSid::builtin_administrators),
                 security::GroupState::enabled, true}},
               privileges);
}

class PolicyTest : public testing::Test {
 protected:
  PolicyTest() : store_(*Store::open(dir_.file("policy.db"))), policy_(*Policy::open(store_)) {}

  // Sets the parts that `sddl` has, plus `extra` bits; `null_dacl` passes a NULL pointer for the
  // DACL.
  Result<void> set(const Object& object, const Token& who, std::string_view sddl,
                   std::uint32_t extra = 0) {
    const auto descriptor = security::parse_sddl(sddl);
    EXPECT_TRUE(descriptor) << sddl;
    SetRequest request{.information = extra};
    const auto part = [&](std::uint32_t bit, bool there) {
      request.information |= there ? bit : 0;
    };
    part(SecurityInformation::owner, descriptor->owner.has_value());
    part(SecurityInformation::group, descriptor->group.has_value());
    part(SecurityInformation::dacl, descriptor->dacl.is_present());
    part(SecurityInformation::sacl, descriptor->sacl.is_present());
    if (descriptor->owner) request.owner = descriptor->owner->bytes();
    if (descriptor->group) request.group = descriptor->group->bytes();
    if (const auto* acl = descriptor->dacl.acl()) request.dacl = acl->bytes();
    if (const auto* acl = descriptor->sacl.acl()) request.sacl = acl->bytes();
    return set(object, who, request);
  }
  Result<void> set(const Object& object, const Token& who, const SetRequest& request) {
    const auto parts = parse_set(request);
    if (!parts) return fail(parts.error());
    auto change = policy_.set(object, who, *parts);
    if (!change) {
      refusal_ = change.error().refusal;
      return fail(change.error().error);
    }
    EXPECT_TRUE(store_.replace(change->rows));
    policy_.publish(change->after);
    return {};
  }
  std::string sddl(const Object& object) {
    return *security::format_sddl(policy_.current()->of(object).descriptor);
  }
  bool may(const Object& object, const Token& who, security::AccessMask rights) {
    return policy_.require(object, who, rights).has_value();
  }

  test::TempDir dir_;
  Store store_;
  Policy policy_;
  std::optional<Refusal> refusal_;
};

TEST_F(PolicyTest, TheDefaultsAreWindowsWithoutItsServicesAndUsersMayEnumerate) {
  EXPECT_EQ(sddl(kEngine),
            "O:SYG:SYD:(A;;0xf07ff;;;BA)(A;OICIIO;GA;;;BA)(A;;0x307ff;;;NO)(A;OICIIO;GXGWGR;;;NO)("
            "A;;RPDT;;;WD)");
  EXPECT_EQ(sddl(kEndpoints),
            "O:SYG:SYD:AI(A;;WP;;;AU)(A;OICIIO;LO;;;CO)(A;ID;0xf07ff;;;BA)(A;OICIIOID;GA;;;BA)"
            "(A;ID;0x307ff;;;NO)(A;OICIIOID;GXGWGR;;;NO)");
}

TEST_F(PolicyTest, AnOrdinaryUserMayOpenAndEnumerateOnly) {
  EXPECT_TRUE(policy_.require_open(user()));
  EXPECT_TRUE(may(kEndpoints, user(), schema::kActrlEnum));
  for (const auto right : {schema::kActrlRead, schema::kActrlReadStats, schema::kActrlSubscribe,
                           schema::kActrlWrite}) {
    EXPECT_FALSE(may(kEndpoints, user(), right)) << right;
  }
  for (const auto right :
       {schema::kActrlEnum, schema::kActrlBeginReadTxn, schema::kActrlBeginWriteTxn}) {
    EXPECT_FALSE(may(kEngine, user(), right)) << right;
  }
}

TEST_F(PolicyTest, AdministratorsMayEverything) {
  EXPECT_TRUE(may(kEngine, administrator(), 0xF07FF));
  EXPECT_TRUE(may(kEndpoints, administrator(), 0xF07FF));
}

TEST_F(PolicyTest, OperatorsMayAllButChangeTheDescriptor) {
  const Token op =
      token(kAlice, {{security::well_known(WellKnownSid::network_configuration_operators)}});
  EXPECT_TRUE(may(kEndpoints, op, 0x307FF));
  EXPECT_FALSE(may(kEndpoints, op, Right::write_dac));
}

TEST_F(PolicyTest, EachPartTakesItsOwnRightToGet) {
  const Token alice = user();
  EXPECT_FALSE(policy_.get(kEndpoints, alice, SecurityInformation::dacl));
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:(A;;RC;;;AU)"));
  for (const auto part :
       {SecurityInformation::owner, SecurityInformation::group, SecurityInformation::dacl}) {
    EXPECT_TRUE(policy_.get(kEndpoints, alice, part)) << part;
  }
  EXPECT_EQ(policy_.get(kEndpoints, alice, SecurityInformation::sacl).error().error.status,
            Status::privilege_not_held);
}

struct SetRight {
  std::uint32_t information;
  const char* sddl;
  security::AccessMask right;
};

class EachBit : public PolicyTest, public testing::WithParamInterface<SetRight> {};

TEST_P(EachBit, TakesItsOwnRightToSet) {
  const auto& [information, text, right] = GetParam();
  char ace[64];
  std::snprintf(ace, sizeof ace, "D:P(A;;0x%x;;;AU)",
                right == Right::access_system_security ? Right::read_control : right);
  char without[64];
  std::snprintf(without, sizeof without, "D:P(A;;0x%x;;;AU)", 0xF07FF & ~right);
  const auto privileges = right == Right::access_system_security
                              ? security::PrivilegeSet{Privilege::security}
                              : security::PrivilegeSet{};
  ASSERT_TRUE(set(kEndpoints, administrator(), without, SecurityInformation::protected_dacl));
  EXPECT_FALSE(set(kEndpoints, token(kAlice), text, information)) << "everything but the right";
  ASSERT_TRUE(set(kEndpoints, token(kBob, {{security::well_known(WellKnownSid::local_system)}}),
                  ace, SecurityInformation::protected_dacl))
      << "the owner always has WRITE_DAC";
  const auto done = set(kEndpoints, token(kAlice, {}, privileges), text, information);
  EXPECT_TRUE(done) << done.error().what;
}

INSTANTIATE_TEST_SUITE_P(
    Table24, EachBit,
    testing::Values(
        SetRight{0, "O:S-1-22-1-1000", Right::write_owner},
        SetRight{0, "G:S-1-22-2-1", Right::write_owner},
        SetRight{0, "D:(A;;LO;;;AU)", Right::write_dac},
        SetRight{0, "S:(AU;SA;LO;;;WD)", Right::access_system_security},
        SetRight{SecurityInformation::unprotected_dacl, "", Right::write_dac},
        SetRight{SecurityInformation::protected_dacl, "", Right::write_dac},
        SetRight{SecurityInformation::unprotected_sacl, "", Right::access_system_security},
        SetRight{SecurityInformation::protected_sacl, "", Right::access_system_security}));

TEST_F(PolicyTest, RightsAreTheUnionOverAllBits) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:P(A;;WD;;;S-1-22-1-1000)(A;;GA;;;BA)",
                  SecurityInformation::protected_dacl));
  EXPECT_EQ(set(kEndpoints, user(), "O:S-1-22-1-1000D:(A;;LO;;;AU)").error().status,
            Status::access_denied);
  ASSERT_TRUE(refusal_);
  EXPECT_EQ(refusal_->missing, Right::write_owner);
  EXPECT_TRUE(set(kEndpoints, user(), "D:(A;;LO;;;AU)"));
}

TEST_F(PolicyTest, ARefusalNamesTheMissingRightsAndTheOwnerToWhoMayKnowHim) {
  EXPECT_EQ(set(kEndpoints, user(), "D:(A;;LO;;;AU)").error().status, Status::access_denied);
  ASSERT_TRUE(refusal_);
  EXPECT_EQ(refusal_->object, kEndpoints);
  EXPECT_EQ(refusal_->missing, Right::write_dac);
  EXPECT_FALSE(refusal_->owner);
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:(A;;RC;;;AU)"));
  EXPECT_FALSE(set(kEndpoints, user(), "D:(A;;LO;;;AU)"));
  EXPECT_EQ(refusal_->owner, security::well_known(WellKnownSid::local_system));
}

TEST_F(PolicyTest, NullDaclIsFullAccessForEveryoneAndIsNeverMerged) {
  ASSERT_TRUE(
      set(kEndpoints, administrator(), SetRequest{.information = SecurityInformation::dacl}));
  EXPECT_TRUE(may(kEndpoints, user(), 0xF07FF));
  ASSERT_TRUE(set(kEngine, administrator(), "D:(A;OICI;LO;;;S-1-22-1-7)"));
  EXPECT_TRUE(policy_.current()->endpoints.descriptor.dacl.is_null());
}

TEST_F(PolicyTest, AnEmptyDaclAloneKeepsTheInheritedEntries) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:"));
  EXPECT_TRUE(may(kEndpoints, administrator(), 0xF07FF));
  EXPECT_FALSE(may(kEndpoints, user(), schema::kActrlEnum));
}

TEST_F(PolicyTest, AnEmptyProtectedDaclLeavesTheOwnerAlone) {
  ASSERT_TRUE(set(kEndpoints, administrator({Privilege::restore}), "O:S-1-22-1-1000"));
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:", SecurityInformation::protected_dacl));
  EXPECT_FALSE(may(kEndpoints, administrator(), schema::kActrlEnum));
  EXPECT_FALSE(may(kEndpoints, user(), schema::kActrlEnum));
  EXPECT_TRUE(set(kEndpoints, user(), "D:(A;;WP;;;AU)")) << "the owner always has WRITE_DAC";
  EXPECT_TRUE(may(kEndpoints, user(), schema::kActrlEnum));
}

TEST_F(PolicyTest, APointerWithoutItsBitIsIgnored) {
  const auto before = sddl(kEndpoints);
  const std::vector<std::uint8_t> garbage = {1, 2, 3};
  ASSERT_TRUE(set(kEndpoints, administrator(),
                  SetRequest{.information = 0, .owner = garbage, .dacl = garbage}));
  EXPECT_EQ(sddl(kEndpoints), before);
}

TEST_F(PolicyTest, SetOfNothingTakesNoRight) { EXPECT_TRUE(set(kEndpoints, user(), SetRequest{})); }

TEST_F(PolicyTest, GetOfNothingIsAnEmptyDescriptor) {
  const auto bytes = policy_.get(kEndpoints, user(), 0);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(bytes->size(), 20u);
}

TEST_F(PolicyTest, BadParametersAreToldBeforeMissingRights) {
  const auto status = [&](const SetRequest& request) {
    return set(kEndpoints, user(), request).error().status;
  };
  const std::vector<std::uint8_t> garbage = {1, 2, 3};
  EXPECT_EQ(status({.information = SecurityInformation::owner}), Status::invalid_owner);
  EXPECT_EQ(status({.information = SecurityInformation::group}), Status::invalid_primary_group);
  EXPECT_EQ(status({.information = SecurityInformation::owner, .owner = garbage}),
            Status::invalid_sid);
  EXPECT_EQ(status({.information = SecurityInformation::dacl, .dacl = garbage}),
            Status::invalid_acl);
  EXPECT_EQ(status({.information = SecurityInformation::sacl, .sacl = garbage}),
            Status::invalid_acl);
  for (const std::uint32_t bits :
       {0x10u, 0x20u, 0x40u, 0x80u, 0x100u, 0x10000u, 0x08000000u, 0xA0000000u, 0x50000000u}) {
    EXPECT_EQ(status({.information = bits}), Status::invalid_parameter) << std::hex << bits;
  }
}

TEST_F(PolicyTest, GetTakesFourBitsOnly) {
  for (const std::uint32_t bits :
       {0x10u, 0x20u, 0x10000u, 0x10000000u, 0x20000000u, 0x40000000u, 0x80000000u}) {
    EXPECT_EQ(policy_.get(kEndpoints, administrator(), bits).error().error.status,
              Status::invalid_parameter);
  }
}

TEST_F(PolicyTest, TheOwnerMustBeOneself_AGroupThatMayOwn_OrTakeRestore) {
  const Token admin = administrator();
  EXPECT_TRUE(set(kEndpoints, admin, "O:S-1-22-1-1001")) << "himself";
  EXPECT_TRUE(set(kEndpoints, admin, "O:BA")) << "a group that may own";
  EXPECT_EQ(set(kEndpoints, admin, "O:S-1-22-1-1000").error().status, Status::invalid_owner);
  EXPECT_EQ(set(kEndpoints, admin, "O:WD").error().status, Status::invalid_owner)
      << "a group that may not";
  EXPECT_TRUE(set(kEndpoints, administrator({Privilege::restore}), "O:S-1-22-1-1000"));
}

TEST_F(PolicyTest, TakeOwnershipGivesWriteOwnerWhateverTheDaclSays) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:", SecurityInformation::protected_dacl));
  const Token taker = token(kAlice, {}, {Privilege::take_ownership});
  EXPECT_TRUE(set(kEndpoints, taker, "O:S-1-22-1-1000"));
  EXPECT_TRUE(set(kEndpoints, taker, "D:(A;;GA;;;S-1-22-1-1000)"))
      << "and the owner repairs the DACL";
}

TEST_F(PolicyTest, AdministratorsAreNeverLockedOut) {
  ASSERT_TRUE(set(kEngine, administrator(), "D:", SecurityInformation::protected_dacl));
  EXPECT_FALSE(policy_.require_open(user()));
  EXPECT_TRUE(policy_.require_open(administrator()));
  EXPECT_FALSE(may(kEngine, administrator(), schema::kActrlEnum)) << "OPEN, and no more";
}

TEST_F(PolicyTest, AnAdministratorForDenialsAloneIsNone) {
  ASSERT_TRUE(set(kEngine, administrator(), "D:", SecurityInformation::protected_dacl));
  const Token unelevated =
      token(kAlice, {{security::well_known(WellKnownSid::builtin_administrators),
                      security::GroupState::deny_only}});
  EXPECT_FALSE(policy_.require_open(unelevated));
}

TEST_F(PolicyTest, AnExplicitDenyStandsBeforeTheInheritedAllow) {
  const Token admin = administrator();
  ASSERT_TRUE(set(kEndpoints, admin, "D:(D;;WP;;;S-1-22-1-1001)"));
  EXPECT_FALSE(may(kEndpoints, admin, schema::kActrlEnum));
  EXPECT_TRUE(may(kEndpoints, admin, schema::kActrlRead)) << "the inherited allow stays behind it";
}

TEST_F(PolicyTest, ProtectedDropsTheInheritedEntriesAndUnprotectedBringsThemBack) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:(A;;WD;;;S-1-22-1-1001)",
                  SecurityInformation::protected_dacl));
  EXPECT_FALSE(may(kEndpoints, administrator(), schema::kActrlRead));
  ASSERT_TRUE(set(kEndpoints, administrator(), "", SecurityInformation::unprotected_dacl));
  EXPECT_TRUE(may(kEndpoints, administrator(), schema::kActrlRead));
  EXPECT_TRUE(policy_.current()->endpoints.descriptor.has(security::Control::dacl_auto_inherited));
}

TEST_F(PolicyTest, ProtectedWithoutAnAclKeepsTheInheritedEntriesAsOwn) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "", SecurityInformation::protected_dacl));
  EXPECT_TRUE(may(kEndpoints, administrator(), schema::kActrlRead));
  EXPECT_EQ(sddl(kEndpoints).find("ID"), std::string::npos) << sddl(kEndpoints);
}

TEST_F(PolicyTest, ADaclSetWithoutAWordAboutProtectionStaysProtected) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:(A;;WD;;;S-1-22-1-1001)",
                  SecurityInformation::protected_dacl));
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:(A;;LO;;;S-1-22-1-1001)"));
  EXPECT_TRUE(policy_.current()->endpoints.descriptor.has(security::Control::dacl_protected));
  EXPECT_FALSE(may(kEndpoints, administrator(), schema::kActrlEnum));
}

TEST_F(PolicyTest, TheEnginesDaclReachesTheContainerUnlessProtected) {
  ASSERT_TRUE(
      set(kEngine, administrator(), "D:(A;OICI;GA;;;BA)(A;OICI;LO;;;S-1-22-1-1000)(A;;0x50;;;WD)"));
  EXPECT_TRUE(may(kEndpoints, user(), schema::kActrlRead));
  EXPECT_TRUE(may(kEndpoints, user(kBob), schema::kActrlEnum))
      << "the container's own entries stay";
  ASSERT_TRUE(set(kEndpoints, administrator(), "", SecurityInformation::protected_dacl));
  ASSERT_TRUE(set(kEngine, administrator(), "D:(A;OICI;GA;;;BA)"));
  EXPECT_TRUE(may(kEndpoints, user(), schema::kActrlRead))
      << "protected: the engine's change does not reach it";
}

TEST_F(PolicyTest, AChangeOfTheEngineIsOneChangeOfBothAndLoggedAsSuch) {
  const auto parts = parse_set({.information = SecurityInformation::dacl});
  const auto change = policy_.set(kEngine, administrator(), *parts);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->rows.size(), 2u);
  ASSERT_EQ(change->changes.size(), 2u);
  EXPECT_EQ(change->changes[0].object, kEngine);
  EXPECT_EQ(change->changes[1].object, kEndpoints);
  EXPECT_NE(change->changes[1].old_sddl, change->changes[1].new_sddl);
}

TEST_F(PolicyTest, ASaclIsKeptAndShownAndNeverEnforced) {
  const Token auditor = administrator({Privilege::security});
  ASSERT_TRUE(set(kEndpoints, auditor, "S:(ML;;NRNWNX;;;SI)(AU;SA;LO;;;WD)"));
  EXPECT_TRUE(may(kEndpoints, user(), schema::kActrlEnum)) << "a label in it binds nobody";
  const auto bytes = policy_.get(kEndpoints, auditor, SecurityInformation::sacl);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(security::SecurityDescriptor::from_bytes(*bytes)->sacl.acl()->ace_count(), 2u);
  ASSERT_TRUE(set(kEndpoints, auditor, SetRequest{.information = SecurityInformation::sacl}));
  EXPECT_TRUE(policy_.current()->endpoints.descriptor.sacl.is_absent()) << "NULL takes it away";
}

TEST_F(PolicyTest, AnOverlongResultChangesNothing) {
  std::string text = "D:";
  for (int i = 0; i < 1800; ++i) text += "(A;;LO;;;S-1-5-21-1-2-3-" + std::to_string(i) + ")";
  const auto before = sddl(kEndpoints);
  ASSERT_TRUE(set(kEndpoints, administrator(), text));
  ASSERT_TRUE(set(kEndpoints, administrator(), before.substr(before.find("D:"))));
  std::string inheritable = "D:";
  for (int i = 0; i < 1300; ++i)
    inheritable += "(A;OICI;GA;;;S-1-5-21-1-2-3-" + std::to_string(i) + ")";
  const auto engine = sddl(kEngine);
  EXPECT_EQ(set(kEngine, administrator(), inheritable).error().status, Status::invalid_acl);
  EXPECT_EQ(sddl(kEngine), engine);
}

TEST_F(PolicyTest, ResetBringsTheDefaultsBack) {
  const std::string engine = sddl(kEngine);
  const std::string endpoints = sddl(kEndpoints);
  const auto reset = [&](const Object& object, DefaultKind kind) {
    auto change = policy_.reset(object, administrator({Privilege::take_ownership}), kind);
    ASSERT_TRUE(change) << change.error().error.what;
    policy_.publish(change->after);
  };
  ASSERT_TRUE(
      set(kEndpoints, administrator(), "O:BAD:(A;;GA;;;BA)", SecurityInformation::protected_dacl));
  reset(kEndpoints, DefaultKind::windows);
  EXPECT_FALSE(may(kEndpoints, user(), schema::kActrlEnum))
      << "Windows' default has nothing for users";
  reset(kEndpoints, DefaultKind::ours);
  EXPECT_EQ(sddl(kEndpoints), endpoints);
  reset(kEngine, DefaultKind::windows);
  EXPECT_NE(sddl(kEngine).find("S-1-5-80-"), std::string::npos);
  reset(kEngine, DefaultKind::ours);
  EXPECT_EQ(sddl(kEngine), engine);
  EXPECT_EQ(sddl(kEndpoints), endpoints);
}

TEST_F(PolicyTest, ResetTakesTheRightsToChangeDaclAndOwner) {
  EXPECT_EQ(policy_.reset(kEndpoints, user(), DefaultKind::ours).error().error.status,
            Status::access_denied);
}

TEST_F(PolicyTest, TheStoreIsWhatCountsAfterRestart) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:(A;;LO;;;S-1-22-1-1000)"));
  const auto before = sddl(kEndpoints);
  policy_ = *Policy::open(store_);
  EXPECT_EQ(sddl(kEndpoints), before);
}

TEST_F(PolicyTest, AStoreWithoutOneOfTheDescriptorsIsRefused) {
  test::TempDir other;
  Store store = *Store::open(other.file("policy.db"));
  ASSERT_TRUE(store.replace({{"engine", policy_.current()->engine.descriptor.to_bytes()}}));
  EXPECT_EQ(Policy::open(store).error().status, Status::invalid_security_descr);
  ASSERT_TRUE(store.replace({{"endpoints", {1, 2, 3}}}));
  EXPECT_EQ(Policy::open(store).error().status, Status::invalid_security_descr);
}

}  // namespace
}  // namespace wfp::daemon
