// Who may read and set which part of a descriptor, and what a Set makes of it: Windows' rules for
// SetSecurityInfo (ale-endpoints 2.3 to 2.7, 3.3, 3.4) row by row.
#include "daemon/endpoint_security.h"

#include <gtest/gtest.h>

#include "engine/engine.h"
#include "schema/constants.h"
#include "security/sddl.h"
#include "security/well_known.h"

namespace wfp::daemon {
namespace {

using engine::DefaultKind;
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

class EndpointSecurityTest : public testing::Test {
 protected:
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
    if (object.kind == Object::Kind::engine) {
      return on_engine(who, [&](const Guid& session) {
        return engine_.set_security(session, {}, parts->information, parts->descriptor, 0);
      });
    }
    return publish(endpoints_.set(who, *parts, engine_descriptor()));
  }
  Result<void> reset(const Object& object, const Token& who, DefaultKind kind) {
    if (object.kind == Object::Kind::engine) {
      return on_engine(
          who, [&](const Guid& session) { return engine_.reset_security(session, {}, kind, 0); });
    }
    return publish(endpoints_.reset(who, kind, engine_descriptor()));
  }
  Result<void> publish(Answer<EndpointRulesPtr> made) {
    if (!made) {
      refusal_ = made.error().refusal;
      return fail(made.error().error);
    }
    endpoints_.publish(*made);
    return {};
  }
  // In a session of `who`.
  Result<void> on_engine(const Token& who, const std::function<Result<void>(const Guid&)>& call) {
    WFP_TRY(const Guid session, engine_.open({}, std::make_shared<const Token>(who), 0));
    auto done = call(session);
    EXPECT_TRUE(engine_.close(session, 0));
    return done;
  }
  Result<void> open(const Token& who) {
    return on_engine(who, [](const Guid&) { return Result<void>{}; });
  }
  [[nodiscard]] const security::SecurityDescriptor& engine_descriptor() const {
    return engine_.snapshot()->containers[0]->descriptor();
  }
  std::string sddl(const Object& object) {
    return *security::format_sddl(object.kind == Object::Kind::engine
                                      ? engine_descriptor()
                                      : endpoints_.current()->descriptor);
  }
  bool may(const Object& object, const Token& who, security::AccessMask rights) {
    if (object.kind == Object::Kind::engine)
      return engine::may(engine_.snapshot()->containers[0], who, rights);
    return endpoints_.require(who, rights).has_value();
  }
  // As the daemon does: the endpoints' container follows in the same commit, or there is none.
  Result<void> follow(const engine::Commit& commit) {
    WFP_TRY(EndpointRulesPtr after,
            endpoints_.follow(commit.snapshot->containers[0]->descriptor()));
    if (after) endpoints_.publish(std::move(after));
    return {};
  }

  std::uint32_t last_guid_ = 0;
  engine::Engine engine_{{[this] { return Guid{++last_guid_, 0, 0, {1}}; },
                          [this](const engine::Commit& commit) { return follow(commit); }}};
  EndpointSecurity endpoints_ = *EndpointSecurity::defaults(engine_descriptor());
  std::optional<Refusal> refusal_;
};

TEST_F(EndpointSecurityTest, TheDefaultsAreWindowsWithoutItsServicesAndUsersMayEnumerate) {
  EXPECT_EQ(sddl(kEngine),
            "O:SYG:SYD:(A;;0xf07ff;;;BA)(A;OICIIO;GA;;;BA)(A;;0x307ff;;;NO)(A;OICIIO;GXGWGR;;;NO)("
            "A;;RPDT;;;WD)");
  EXPECT_EQ(sddl(kEndpoints),
            "O:SYG:SYD:AI(A;;WP;;;AU)(A;OICIIO;LO;;;CO)(A;ID;0xf07ff;;;BA)(A;OICIIOID;GA;;;BA)"
            "(A;ID;0x307ff;;;NO)(A;OICIIOID;GXGWGR;;;NO)");
}

TEST_F(EndpointSecurityTest, AnOrdinaryUserMayOpenAndEnumerateOnly) {
  EXPECT_TRUE(open(user()));
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

TEST_F(EndpointSecurityTest, AdministratorsMayEverything) {
  EXPECT_TRUE(may(kEngine, administrator(), 0xF07FF));
  EXPECT_TRUE(may(kEndpoints, administrator(), 0xF07FF));
}

TEST_F(EndpointSecurityTest, OperatorsMayAllButChangeTheDescriptor) {
  const Token op =
      token(kAlice, {{security::well_known(WellKnownSid::network_configuration_operators)}});
  EXPECT_TRUE(may(kEndpoints, op, 0x307FF));
  EXPECT_FALSE(may(kEndpoints, op, Right::write_dac));
}

TEST_F(EndpointSecurityTest, EachPartTakesItsOwnRightToGet) {
  const Token alice = user();
  EXPECT_FALSE(endpoints_.get(alice, SecurityInformation::dacl));
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:(A;;RC;;;AU)"));
  for (const auto part :
       {SecurityInformation::owner, SecurityInformation::group, SecurityInformation::dacl}) {
    EXPECT_TRUE(endpoints_.get(alice, part)) << part;
  }
  EXPECT_EQ(endpoints_.get(alice, SecurityInformation::sacl).error().error.status,
            Status::privilege_not_held);
}

struct SetRight {
  std::uint32_t information;
  const char* sddl;
  security::AccessMask right;
};

class EachBit : public EndpointSecurityTest, public testing::WithParamInterface<SetRight> {};

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

TEST_F(EndpointSecurityTest, RightsAreTheUnionOverAllBits) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:P(A;;WD;;;S-1-22-1-1000)(A;;GA;;;BA)",
                  SecurityInformation::protected_dacl));
  EXPECT_EQ(set(kEndpoints, user(), "O:S-1-22-1-1000D:(A;;LO;;;AU)").error().status,
            Status::access_denied);
  ASSERT_TRUE(refusal_);
  EXPECT_EQ(refusal_->missing, Right::write_owner);
  EXPECT_TRUE(set(kEndpoints, user(), "D:(A;;LO;;;AU)"));
}

TEST_F(EndpointSecurityTest, ARefusalNamesTheMissingRightsAndTheOwnerToWhoMayKnowHim) {
  EXPECT_EQ(set(kEndpoints, user(), "D:(A;;LO;;;AU)").error().status, Status::access_denied);
  ASSERT_TRUE(refusal_);
  EXPECT_EQ(refusal_->object, kEndpoints);
  EXPECT_EQ(refusal_->missing, Right::write_dac);
  EXPECT_FALSE(refusal_->owner);
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:(A;;RC;;;AU)"));
  EXPECT_FALSE(set(kEndpoints, user(), "D:(A;;LO;;;AU)"));
  EXPECT_EQ(refusal_->owner, security::well_known(WellKnownSid::local_system));
}

TEST_F(EndpointSecurityTest, NullDaclIsFullAccessForEveryoneAndIsNeverMerged) {
  ASSERT_TRUE(
      set(kEndpoints, administrator(), SetRequest{.information = SecurityInformation::dacl}));
  EXPECT_TRUE(may(kEndpoints, user(), 0xF07FF));
  ASSERT_TRUE(set(kEngine, administrator(), "D:(A;OICI;LO;;;S-1-22-1-7)"));
  EXPECT_TRUE(endpoints_.current()->descriptor.dacl.is_null());
}

TEST_F(EndpointSecurityTest, AnEmptyDaclAloneKeepsTheInheritedEntries) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:"));
  EXPECT_TRUE(may(kEndpoints, administrator(), 0xF07FF));
  EXPECT_FALSE(may(kEndpoints, user(), schema::kActrlEnum));
}

TEST_F(EndpointSecurityTest, AnEmptyProtectedDaclLeavesTheOwnerAlone) {
  ASSERT_TRUE(set(kEndpoints, administrator({Privilege::restore}), "O:S-1-22-1-1000"));
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:", SecurityInformation::protected_dacl));
  EXPECT_FALSE(may(kEndpoints, administrator(), schema::kActrlEnum));
  EXPECT_FALSE(may(kEndpoints, user(), schema::kActrlEnum));
  EXPECT_TRUE(set(kEndpoints, user(), "D:(A;;WP;;;AU)")) << "the owner always has WRITE_DAC";
  EXPECT_TRUE(may(kEndpoints, user(), schema::kActrlEnum));
}

TEST_F(EndpointSecurityTest, APointerWithoutItsBitIsIgnored) {
  const auto before = sddl(kEndpoints);
  const std::vector<std::uint8_t> garbage = {1, 2, 3};
  ASSERT_TRUE(set(kEndpoints, administrator(),
                  SetRequest{.information = 0, .owner = garbage, .dacl = garbage}));
  EXPECT_EQ(sddl(kEndpoints), before);
}

TEST_F(EndpointSecurityTest, SetOfNothingTakesNoRight) {
  EXPECT_TRUE(set(kEndpoints, user(), SetRequest{}));
}

TEST_F(EndpointSecurityTest, GetOfNothingIsAnEmptyDescriptor) {
  const auto bytes = endpoints_.get(user(), 0);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(bytes->size(), 20u);
}

TEST_F(EndpointSecurityTest, BadParametersAreToldBeforeMissingRights) {
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

TEST_F(EndpointSecurityTest, GetTakesFourBitsOnly) {
  for (const std::uint32_t bits :
       {0x10u, 0x20u, 0x10000u, 0x10000000u, 0x20000000u, 0x40000000u, 0x80000000u}) {
    EXPECT_EQ(endpoints_.get(administrator(), bits).error().error.status,
              Status::invalid_parameter);
  }
}

TEST_F(EndpointSecurityTest, TheOwnerMustBeOneself_AGroupThatMayOwn_OrTakeRestore) {
  const Token admin = administrator();
  EXPECT_TRUE(set(kEndpoints, admin, "O:S-1-22-1-1001")) << "himself";
  EXPECT_TRUE(set(kEndpoints, admin, "O:BA")) << "a group that may own";
  EXPECT_EQ(set(kEndpoints, admin, "O:S-1-22-1-1000").error().status, Status::invalid_owner);
  EXPECT_EQ(set(kEndpoints, admin, "O:WD").error().status, Status::invalid_owner)
      << "a group that may not";
  EXPECT_TRUE(set(kEndpoints, administrator({Privilege::restore}), "O:S-1-22-1-1000"));
}

TEST_F(EndpointSecurityTest, TakeOwnershipGivesWriteOwnerWhateverTheDaclSays) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:", SecurityInformation::protected_dacl));
  const Token taker = token(kAlice, {}, {Privilege::take_ownership});
  EXPECT_TRUE(set(kEndpoints, taker, "O:S-1-22-1-1000"));
  EXPECT_TRUE(set(kEndpoints, taker, "D:(A;;GA;;;S-1-22-1-1000)"))
      << "and the owner repairs the DACL";
}

TEST_F(EndpointSecurityTest, AdministratorsAreNeverLockedOut) {
  ASSERT_TRUE(set(kEngine, administrator(), "D:", SecurityInformation::protected_dacl));
  EXPECT_FALSE(open(user()));
  EXPECT_TRUE(open(administrator()));
  EXPECT_FALSE(may(kEngine, administrator(), schema::kActrlEnum)) << "OPEN, and no more";
}

TEST_F(EndpointSecurityTest, AnAdministratorForDenialsAloneIsNone) {
  ASSERT_TRUE(set(kEngine, administrator(), "D:", SecurityInformation::protected_dacl));
  const Token unelevated =
      token(kAlice, {{security::well_known(WellKnownSid::builtin_administrators),
                      security::GroupState::deny_only}});
  EXPECT_FALSE(open(unelevated));
}

TEST_F(EndpointSecurityTest, AnExplicitDenyStandsBeforeTheInheritedAllow) {
  const Token admin = administrator();
  ASSERT_TRUE(set(kEndpoints, admin, "D:(D;;WP;;;S-1-22-1-1001)"));
  EXPECT_FALSE(may(kEndpoints, admin, schema::kActrlEnum));
  EXPECT_TRUE(may(kEndpoints, admin, schema::kActrlRead)) << "the inherited allow stays behind it";
}

TEST_F(EndpointSecurityTest, ProtectedDropsTheInheritedEntriesAndUnprotectedBringsThemBack) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:(A;;WD;;;S-1-22-1-1001)",
                  SecurityInformation::protected_dacl));
  EXPECT_FALSE(may(kEndpoints, administrator(), schema::kActrlRead));
  ASSERT_TRUE(set(kEndpoints, administrator(), "", SecurityInformation::unprotected_dacl));
  EXPECT_TRUE(may(kEndpoints, administrator(), schema::kActrlRead));
  EXPECT_TRUE(endpoints_.current()->descriptor.has(security::Control::dacl_auto_inherited));
}

TEST_F(EndpointSecurityTest, ProtectedWithoutAnAclKeepsTheInheritedEntriesAsOwn) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "", SecurityInformation::protected_dacl));
  EXPECT_TRUE(may(kEndpoints, administrator(), schema::kActrlRead));
  EXPECT_EQ(sddl(kEndpoints).find("ID"), std::string::npos) << sddl(kEndpoints);
}

TEST_F(EndpointSecurityTest, ADaclSetWithoutAWordAboutProtectionStaysProtected) {
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:(A;;WD;;;S-1-22-1-1001)",
                  SecurityInformation::protected_dacl));
  ASSERT_TRUE(set(kEndpoints, administrator(), "D:(A;;LO;;;S-1-22-1-1001)"));
  EXPECT_TRUE(endpoints_.current()->descriptor.has(security::Control::dacl_protected));
  EXPECT_FALSE(may(kEndpoints, administrator(), schema::kActrlEnum));
}

TEST_F(EndpointSecurityTest, TheEnginesDaclReachesTheContainerUnlessProtected) {
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

TEST_F(EndpointSecurityTest, ASaclIsKeptAndShownAndNeverEnforced) {
  const Token auditor = administrator({Privilege::security});
  ASSERT_TRUE(set(kEndpoints, auditor, "S:(ML;;NRNWNX;;;SI)(AU;SA;LO;;;WD)"));
  EXPECT_TRUE(may(kEndpoints, user(), schema::kActrlEnum)) << "a label in it binds nobody";
  const auto bytes = endpoints_.get(auditor, SecurityInformation::sacl);
  ASSERT_TRUE(bytes);
  EXPECT_EQ(security::SecurityDescriptor::from_bytes(*bytes)->sacl.acl()->ace_count(), 2u);
  ASSERT_TRUE(set(kEndpoints, auditor, SetRequest{.information = SecurityInformation::sacl}));
  EXPECT_TRUE(endpoints_.current()->descriptor.sacl.is_absent()) << "NULL takes it away";
}

TEST_F(EndpointSecurityTest, AnOverlongResultChangesNothing) {
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

TEST_F(EndpointSecurityTest, ResetBringsTheDefaultsBack) {
  const std::string engine = sddl(kEngine);
  const std::string endpoints = sddl(kEndpoints);
  const auto restore = [&](const Object& object, DefaultKind kind) {
    const auto done = reset(object, administrator({Privilege::take_ownership}), kind);
    ASSERT_TRUE(done) << done.error().what;
  };
  ASSERT_TRUE(
      set(kEndpoints, administrator(), "O:BAD:(A;;GA;;;BA)", SecurityInformation::protected_dacl));
  restore(kEndpoints, DefaultKind::windows);
  EXPECT_FALSE(may(kEndpoints, user(), schema::kActrlEnum))
      << "Windows' default has nothing for users";
  restore(kEndpoints, DefaultKind::ours);
  EXPECT_EQ(sddl(kEndpoints), endpoints);
  restore(kEngine, DefaultKind::windows);
  EXPECT_NE(sddl(kEngine).find("S-1-5-80-"), std::string::npos);
  restore(kEngine, DefaultKind::ours);
  EXPECT_EQ(sddl(kEngine), engine);
  EXPECT_EQ(sddl(kEndpoints), endpoints);
}

TEST_F(EndpointSecurityTest, ResetTakesTheRightsToChangeDaclAndOwner) {
  for (const Object& object : {kEndpoints, kEngine})
    EXPECT_EQ(reset(object, user(), DefaultKind::ours).error().status, Status::access_denied);
}

}  // namespace
}  // namespace wfp::daemon
