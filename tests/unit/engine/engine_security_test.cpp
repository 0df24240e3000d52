#include "machine.h"

namespace wfp::engine::test {
namespace {

using security::SecurityInformation;

struct Guarded : Machine {
  Guid alice = open(user(1000));

  Status set(const SecurityTarget& target, std::string_view text,
             std::uint32_t information = SecurityInformation::dacl) {
    return set(admin, target, text, information);
  }
  Status set(const Guid& session, const SecurityTarget& target, std::string_view text,
             std::uint32_t information = SecurityInformation::dacl) {
    return status(engine.set_security(session, target, information, sddl(text), now));
  }
  static SecurityTarget container(Kind kind) { return {kind, std::nullopt}; }
  // Lets alice add filters: rights on the container and on what filters link to.
  void let_alice_add() {
    EXPECT_EQ(set(container(Kind::filter), "D:(A;;0x21;;;S-1-22-1-1000)"),
              Status::success);  // ADD, ENUM
    EXPECT_EQ(set({Kind::layer, key(kConnect)}, "D:(A;;0x82;;;S-1-22-1-1000)"), Status::success);
    EXPECT_EQ(set({Kind::sublayer, builtin_sublayer("universal")}, "D:(A;;0x82;;;S-1-22-1-1000)"),
              Status::success);
  }
};

// D: default descriptors: administrators all, operators read, write and execute, everybody OPEN and
// CLASSIFY.
TEST(Security, DefaultDescriptors) {
  const auto containers = default_containers();
  const auto allowed = [&](Kind kind, TokenRef token, std::uint32_t rights) {
    return may(containers[static_cast<std::size_t>(kind)], *token, rights);
  };
  EXPECT_TRUE(allowed(Kind::engine, user(1000), schema::kActrlOpen | schema::kActrlClassify));
  EXPECT_FALSE(allowed(Kind::engine, user(1000), schema::kActrlRead));
  EXPECT_FALSE(allowed(Kind::filter, user(1000), schema::kActrlOpen));
  for (const Kind kind :
       {Kind::engine, Kind::provider, Kind::filter, Kind::layer, Kind::net_event}) {
    EXPECT_TRUE(allowed(kind, administrator(),
                        schema::kGenericRead | schema::kGenericWrite | schema::kGenericExecute |
                            security::Right::write_dac | security::Right::write_owner));
    EXPECT_TRUE(allowed(kind, operators(),
                        schema::kGenericRead | schema::kGenericWrite | schema::kGenericExecute));
    EXPECT_FALSE(allowed(kind, operators(), security::Right::write_dac));
  }
}

// D: Add needs ADD on the container, whatever else is wrong: who lacks it learns nothing.
TEST(Security, AddNeedsTheContainer) {
  Guarded machine;
  EXPECT_EQ(machine.try_add(machine.alice, provider(guid(1))), Status::access_denied);
  EXPECT_EQ(machine.try_add(machine.alice, in(block(), guid(99))), Status::access_denied);
}

// D: FilterAdd needs ADD on the container and ADD_LINK on layer, sublayer, provider, callout and
// context.
TEST(Security, AddNeedsALinkToEverythingReferredTo) {
  Guarded machine;
  machine.let_alice_add();
  EXPECT_EQ(machine.try_add(machine.alice, block()), Status::success);
  machine.add(provider(guid(1)));
  Filter filter = block();
  filter.provider = guid(1);
  EXPECT_EQ(machine.try_add(machine.alice, filter),
            Status::fwp_provider_not_found);  // she may not see it
  ASSERT_EQ(machine.set({Kind::provider, guid(1)}, "D:(A;;0x80;;;S-1-22-1-1000)"), Status::success);
  EXPECT_EQ(machine.try_add(machine.alice, filter), Status::access_denied);
  ASSERT_EQ(machine.set({Kind::provider, guid(1)}, "D:(A;;0x2;;;S-1-22-1-1000)"), Status::success);
  EXPECT_EQ(machine.try_add(machine.alice, filter), Status::success);
  ASSERT_EQ(machine.set({Kind::layer, key(kConnect)}, "D:(A;;0x80;;;S-1-22-1-1000)"),
            Status::success);
  EXPECT_EQ(machine.try_add(machine.alice, block()), Status::access_denied);
}

// D: who adds is the owner; the container's entries are inherited.
TEST(Security, NewObjectBelongsToItsCreatorAndInherits) {
  Guarded machine;
  machine.let_alice_add();
  const Added added = machine.add(machine.alice, block());
  const auto stored = machine.engine.get<Filter>(machine.admin, added.key).value();
  EXPECT_EQ(stored->security->descriptor().owner, user_sid(1000));
  EXPECT_TRUE(may(stored->security, *operators(), security::Right::delete_object));
  EXPECT_FALSE(may(stored->security, *user(1001), schema::kActrlRead));
}

TEST(Security, DescriptorPassedToAdd) {
  Guarded machine;
  machine.let_alice_add();
  const auto add = [&](std::string_view text) {
    const security::SecurityDescriptor given = sddl(text);
    return machine.engine.add(machine.alice, block(), &given, machine.now);
  };
  const auto shared = add("D:(A;;0x80;;;WD)");
  ASSERT_TRUE(shared);
  EXPECT_TRUE(machine.engine.get<Filter>(machine.open(user(1001)), shared->key));
  const auto hidden = add("D:P");
  ASSERT_TRUE(hidden);
  EXPECT_FALSE(machine.engine.get<Filter>(machine.admin, hidden->key));
  EXPECT_EQ(Machine::status(add("O:SYD:(A;;GA;;;WD)")), Status::invalid_owner);
  EXPECT_EQ(Machine::status(add("D:(A;;GA;;;WD)S:(AU;SA;GA;;;WD)")), Status::privilege_not_held);
}

// What a caller may not read does not exist for him, by key, by id, in a list and for deleting.
TEST(Security, UnreadableObjectsDoNotExist) {
  Guarded machine;
  machine.let_alice_add();
  const Added secret = machine.add(block());
  EXPECT_EQ(Machine::status(machine.engine.get<Filter>(machine.alice, secret.key)),
            Status::fwp_filter_not_found);
  const auto by_id = machine.engine.get_by_id<Filter>(machine.alice, secret.id);
  const auto missing = machine.engine.get_by_id<Filter>(machine.alice, secret.id + 1000);
  EXPECT_EQ(by_id.error().status, missing.error().status);
  EXPECT_EQ(machine.try_remove<Filter>(machine.alice, secret.key), Status::fwp_filter_not_found);
  EXPECT_TRUE(machine.engine.enumerate<Filter>(machine.alice, {})->empty());
  EXPECT_EQ(Machine::status(machine.engine.get_security(machine.alice, {Kind::filter, secret.key},
                                                        SecurityInformation::dacl)),
            Status::fwp_filter_not_found);
}

// A key that is taken is all that its owner's secret gives away.
TEST(Security, KeyOfAnUnreadableObjectIsTaken) {
  Guarded machine;
  machine.let_alice_add();
  const Added secret = machine.add(block());
  Filter own = block();
  own.key = secret.key;
  EXPECT_EQ(machine.try_add(machine.alice, own), Status::fwp_already_exists);
}

// Refusals do not tell what is hidden from what is not there, not even in their words.
TEST(Security, WordsOfARefusalAreThoseForWhatDoesNotExist) {
  Guarded machine;
  machine.let_alice_add();
  const auto words = [&](const Guid& named) {
    auto refusal =
        machine.engine.get<Sublayer>(machine.alice, named).error().what + "\n" +
        machine.engine.remove<Sublayer>(machine.alice, named, machine.now).error().what + "\n" +
        machine.engine.add(machine.alice, in(block(), named), nullptr, machine.now).error().what;
    for (auto at = refusal.find(to_string(named)); at != std::string::npos;
         at = refusal.find(to_string(named)))
      refusal.replace(at, to_string(named).size(), "KEY");
    return refusal;
  };
  machine.add(sublayer(guid(50), 1));
  EXPECT_EQ(words(guid(50)), words(guid(51)));
}

// D: Delete needs DELETE, enumeration ENUM on the container.
TEST(Security, DeleteAndEnumerationNeedTheirRights) {
  Guarded machine;
  const Added filter = machine.add(block());
  ASSERT_EQ(machine.set({Kind::filter, filter.key}, "D:(A;;0x80;;;S-1-22-1-1000)"),
            Status::success);
  EXPECT_EQ(machine.try_remove<Filter>(machine.alice, filter.key), Status::access_denied);
  EXPECT_EQ(Machine::status(machine.engine.enumerate<Filter>(machine.alice, {})),
            Status::access_denied);
  EXPECT_EQ(Machine::status(machine.engine.layers(machine.alice)), Status::access_denied);
  ASSERT_EQ(machine.set({Kind::filter, filter.key}, "D:(A;;SDLO;;;S-1-22-1-1000)"),
            Status::success);
  EXPECT_EQ(machine.try_remove<Filter>(machine.alice, filter.key), Status::success);
}

TEST(Security, GetAndSetNeedTheRightsOfTheParts) {
  Guarded machine;
  const Added filter = machine.add(block());
  const SecurityTarget target{Kind::filter, filter.key};
  ASSERT_EQ(machine.set(target, "D:(A;;RCLO;;;S-1-22-1-1000)"), Status::success);
  EXPECT_TRUE(machine.engine.get_security(machine.alice, target, SecurityInformation::dacl));
  EXPECT_EQ(machine.set(machine.alice, target, "D:(A;;GA;;;WD)"), Status::access_denied);
  EXPECT_EQ(machine.set(machine.alice, target, "O:S-1-22-1-1000", SecurityInformation::owner),
            Status::access_denied);
  EXPECT_EQ(Machine::status(
                machine.engine.get_security(machine.alice, target, SecurityInformation::sacl)),
            Status::privilege_not_held);
  EXPECT_EQ(machine.set(machine.admin, target, "S:(AU;SAFA;GA;;;WD)", SecurityInformation::sacl),
            Status::success);
  EXPECT_TRUE(machine.engine.get_security(machine.admin, target, SecurityInformation::sacl)
                  ->sacl.is_present());
}

// Only the asked parts come back.
TEST(Security, GetReturnsTheAskedPartsOnly) {
  Guarded machine;
  const auto parts = machine.engine.get_security(machine.admin, {}, SecurityInformation::owner);
  ASSERT_TRUE(parts);
  EXPECT_TRUE(parts->owner);
  EXPECT_FALSE(parts->group);
  EXPECT_TRUE(parts->dacl.is_absent());
}

// D: a NULL key means the container; new objects follow it. Ours: those that exist do not.
TEST(Security, ContainerDescriptorIsForNewObjects) {
  Guarded machine;
  machine.add(provider(guid(1)));
  ASSERT_EQ(machine.set(Guarded::container(Kind::provider), "D:(A;OICI;0x80;;;WD)"),
            Status::success);
  machine.add(provider(guid(2)));
  EXPECT_FALSE(machine.engine.get<Provider>(machine.alice, guid(1)));
  EXPECT_TRUE(machine.engine.get<Provider>(machine.alice, guid(2)));
  EXPECT_EQ(machine.engine.take_events().commits.at(1).containers_changed, true);
}

// D: administrators always keep OPEN on the engine.
TEST(Security, AdministratorsAlwaysOpenTheEngine) {
  Guarded machine;
  ASSERT_EQ(machine.set({}, "D:P(D;;GA;;;BA)"), Status::success);
  EXPECT_TRUE(machine.engine.open({}, administrator(), 0));
  EXPECT_FALSE(machine.engine.open({}, user(1000), 0));
}

// D: in a dynamic session only one's own objects: the rules of Delete.
TEST(Security, DynamicSessionSecuresItsOwnObjectsOnly) {
  Guarded machine;
  machine.add(provider(guid(1)));
  const Guid first = machine.open_dynamic();
  const Guid second = machine.open_dynamic();
  machine.add(first, provider(guid(2)));
  EXPECT_EQ(machine.set(first, {Kind::provider, guid(1)}, "D:(A;;GA;;;BA)"),
            Status::fwp_dynamic_session_in_progress);
  EXPECT_EQ(machine.set(second, {Kind::provider, guid(2)}, "D:(A;;GA;;;BA)"),
            Status::fwp_wrong_session);
  EXPECT_EQ(machine.set(first, Guarded::container(Kind::provider), "D:(A;;GA;;;BA)"),
            Status::fwp_dynamic_session_in_progress);
  EXPECT_EQ(machine.set(first, {Kind::provider, guid(2)}, "D:(A;;GA;;;BA)"), Status::success);
  EXPECT_EQ(
      Machine::status(machine.engine.set_option(first, 0, Value(std::uint32_t{1}), machine.now)),
      Status::fwp_dynamic_session_in_progress);
}

// Deviation: SACLs, which Windows ignores here, say what is recorded: success and failure, by whom,
// from what to what.
TEST(Audit, SaclSelectsSuccessAndFailure) {
  Guarded machine;
  machine.let_alice_add();
  ASSERT_EQ(machine.set(Guarded::container(Kind::filter), "S:(AU;SAFA;CC;;;WD)",
                        SecurityInformation::sacl),
            Status::success);
  static_cast<void>(machine.engine.take_events());
  machine.add(machine.alice, block({port_is(25)}));
  const Guid bob = machine.open(user(1001));
  EXPECT_EQ(machine.try_add(bob, block()), Status::access_denied);
  const auto audit = machine.engine.take_events().audit;
  ASSERT_EQ(audit.size(), 2U);
  EXPECT_TRUE(audit[0].granted);
  EXPECT_EQ(audit[0].user, user_sid(1000));
  EXPECT_EQ(audit[0].operation, "add");
  EXPECT_EQ(audit[0].before, "");
  EXPECT_NE(audit[0].after.find("block at ale_auth_connect_v4 if ip_remote_port equal 25"),
            std::string::npos);
  EXPECT_FALSE(audit[1].granted);
  EXPECT_EQ(audit[1].user, user_sid(1001));
}

TEST(Audit, GrantedChangesAreRecordedWhenTheyHappen) {
  Guarded machine;
  ASSERT_EQ(machine.set(Guarded::container(Kind::provider), "S:(AU;SA;CC;;;WD)",
                        SecurityInformation::sacl),
            Status::success);
  static_cast<void>(machine.engine.take_events());
  ASSERT_TRUE(machine.engine.begin(machine.admin, 0, machine.now));
  machine.add(provider(guid(1)));
  ASSERT_TRUE(machine.engine.abort(machine.admin, machine.now));
  EXPECT_TRUE(machine.engine.take_events().audit.empty());
}

TEST(Audit, RecordsAreBoundedAndLossIsCounted) {
  Limits limits;
  limits.audit_records = 2;
  Machine machine(limits);
  ASSERT_TRUE(machine.engine.set_security(machine.admin, {Kind::provider, {}},
                                          SecurityInformation::sacl, sddl("S:(AU;FA;GA;;;WD)"),
                                          machine.now));
  const Guid alice = machine.open(user(1000));
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(machine.try_add(alice, provider({})), Status::access_denied);
  const Events events = machine.engine.take_events();
  EXPECT_EQ(events.audit.size(), 2U);
  EXPECT_EQ(events.audit_lost, 3U);
}

// A transaction that would have more of them does nothing further; none of its records is dropped.
TEST(Audit, RecordsOfATransactionAreBounded) {
  Limits limits;
  limits.audit_records_per_transaction = 2;
  Machine machine(limits);
  ASSERT_TRUE(machine.engine.set_security(machine.admin, {Kind::provider, {}},
                                          SecurityInformation::sacl, sddl("S:(AU;SA;GA;;;WD)"),
                                          machine.now));
  static_cast<void>(machine.engine.take_events());
  ASSERT_TRUE(machine.engine.begin(machine.admin, 0, machine.now));
  machine.add(provider({}));
  machine.add(provider({}));
  EXPECT_EQ(machine.try_add(provider({})), Status::quota_exceeded);
  ASSERT_TRUE(machine.engine.commit(machine.admin, machine.now));
  EXPECT_EQ(machine.engine.take_events().audit.size(), 2U);
}

// H: options and their defaults; READ and WRITE on the engine.
TEST(Options, HaveDefaultsAndNeedRights) {
  Guarded machine;
  EXPECT_EQ(machine.engine.option(machine.admin, 0), Value(std::uint32_t{1}));
  EXPECT_EQ(machine.engine.option(machine.admin, 1), Value(std::uint32_t{0}));
  EXPECT_EQ(Machine::status(machine.engine.option(machine.alice, 0)), Status::access_denied);
  EXPECT_EQ(Machine::status(
                machine.engine.set_option(machine.alice, 0, Value(std::uint32_t{0}), machine.now)),
            Status::access_denied);
  const auto set = [&](std::uint32_t option, Value value) {
    return Machine::status(machine.engine.set_option(machine.admin, option, value, machine.now));
  };
  EXPECT_EQ(set(1, Value(schema::kNetEventKeywordClassifyAllow)), Status::success);
  EXPECT_EQ(machine.engine.snapshot()->options.net_event_keywords,
            schema::kNetEventKeywordClassifyAllow);
  EXPECT_EQ(set(1, Value(std::uint32_t{0x8000})), Status::fwp_out_of_bounds);
  EXPECT_EQ(set(0, Value(std::uint32_t{2})), Status::fwp_out_of_bounds);
  EXPECT_EQ(set(0, Value(std::uint64_t{1})), Status::fwp_type_mismatch);
  EXPECT_EQ(set(2, Value(std::uint32_t{1})), Status::not_supported);
  EXPECT_EQ(set(99, Value(std::uint32_t{1})), Status::fwp_invalid_parameter);
}

}  // namespace
}  // namespace wfp::engine::test
