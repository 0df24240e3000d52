#include "machine.h"

namespace wfp::engine::test {
namespace {

constexpr std::uint32_t kBoth =
    schema::kSubscriptionFlagNotifyOnAdd | schema::kSubscriptionFlagNotifyOnDelete;

struct Watched : Machine {
  Guid watcher = open(administrator());
  SubscriptionId watch(Kind kind, AnyTemplate wanted, std::uint32_t flags = kBoth) {
    return engine.subscribe(watcher, kind, flags, std::move(wanted)).value();
  }
};

// D: after the commit only, once per change; not to the session that made it.
TEST(Subscription, TellsOthersAfterTheCommit) {
  Watched machine;
  const SubscriptionId id = machine.watch(Kind::filter, FilterTemplate{});
  ASSERT_TRUE(machine.engine.subscribe(machine.admin, Kind::filter, kBoth, FilterTemplate{}));
  ASSERT_TRUE(machine.engine.begin(machine.admin, 0, machine.now));
  const Added added = machine.add(block());
  EXPECT_TRUE(machine.engine.take_events().notifications.empty());
  ASSERT_TRUE(machine.engine.commit(machine.admin, machine.now));
  const auto told = machine.engine.take_events().notifications;
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].subscription, id);
  EXPECT_EQ(told[0].session, machine.watcher);
  EXPECT_EQ(told[0].type, ChangeType::add);
  EXPECT_EQ(told[0].key, added.key);
  EXPECT_EQ(told[0].id, added.id);
}

// D: not at all after an abort.
TEST(Subscription, AbortTellsNothing) {
  Watched machine;
  machine.watch(Kind::filter, FilterTemplate{});
  ASSERT_TRUE(machine.engine.begin(machine.admin, 0, machine.now));
  machine.add(block());
  ASSERT_TRUE(machine.engine.abort(machine.admin, machine.now));
  EXPECT_TRUE(machine.engine.take_events().notifications.empty());
}

TEST(Subscription, FlagsAndTemplateSelect) {
  Watched machine;
  machine.watch(Kind::filter, FilterTemplate{}, schema::kSubscriptionFlagNotifyOnDelete);
  SublayerTemplate of_provider;
  of_provider.provider = guid(1);
  machine.watch(Kind::sublayer, of_provider);
  const Added filter = machine.add(block());
  machine.add(provider(guid(1)));
  machine.add(sublayer(guid(2), 1));
  Sublayer own = sublayer(guid(3), 1);
  own.provider = guid(1);
  machine.add(own);
  auto told = machine.engine.take_events().notifications;
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].key, guid(3));
  ASSERT_EQ(machine.try_remove<Filter>(machine.admin, filter.key), Status::success);
  told = machine.engine.take_events().notifications;
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].type, ChangeType::remove);
}

// D: SUBSCRIBE on the container, READ on the object.
TEST(Subscription, NeedsSubscribeAndRead) {
  Watched machine;
  const Guid alice = machine.open(user(1000));
  EXPECT_EQ(
      Machine::status(machine.engine.subscribe(alice, Kind::provider, kBoth, ProviderTemplate{})),
      Status::access_denied);
  ASSERT_TRUE(machine.engine.set_security(
      machine.admin, {Kind::provider, {}}, security::SecurityInformation::dacl,
      sddl("D:(A;;0x200;;;S-1-22-1-1000)(A;OICI;GA;;;BA)"), machine.now));
  ASSERT_TRUE(machine.engine.subscribe(alice, Kind::provider, kBoth, ProviderTemplate{}));
  machine.add(provider(guid(1)));
  EXPECT_TRUE(machine.engine.take_events().notifications.empty());
  const auto open_to_all = sddl("D:(A;;0x80;;;WD)");
  ASSERT_TRUE(machine.engine.add(machine.admin, provider(guid(2)), &open_to_all, machine.now));
  EXPECT_EQ(machine.engine.take_events().notifications.size(), 1U);
}

TEST(Subscription, EndsWithItsSessionAndByUnsubscribe) {
  Watched machine;
  const SubscriptionId id = machine.watch(Kind::provider, ProviderTemplate{});
  EXPECT_EQ(Machine::status(machine.engine.unsubscribe(machine.admin, id)), Status::fwp_not_found);
  EXPECT_EQ(machine.engine.subscriptions(machine.admin, Kind::provider)->size(), 1U);
  ASSERT_TRUE(machine.engine.unsubscribe(machine.watcher, id));
  machine.watch(Kind::provider, ProviderTemplate{});
  ASSERT_TRUE(machine.engine.close(machine.watcher, machine.now));
  machine.add(provider(guid(1)));
  EXPECT_TRUE(machine.engine.take_events().notifications.empty());
}

// The end of a dynamic session is a change as any other.
TEST(Subscription, TellsTheEndOfADynamicSession) {
  Watched machine;
  const Guid dynamic = machine.open_dynamic();
  machine.add(dynamic, block());
  machine.watch(Kind::filter, FilterTemplate{});
  ASSERT_TRUE(machine.engine.close(dynamic, machine.now));
  EXPECT_EQ(machine.engine.take_events().notifications.size(), 1U);
}

TEST(Subscription, TemplateMustBeOfTheKindAndFlagsKnown) {
  Watched machine;
  EXPECT_EQ(Machine::status(
                machine.engine.subscribe(machine.admin, Kind::filter, kBoth, ProviderTemplate{})),
            Status::invalid_parameter);
  EXPECT_EQ(
      Machine::status(machine.engine.subscribe(machine.admin, Kind::filter, 0, FilterTemplate{})),
      Status::fwp_invalid_flags);
  EXPECT_EQ(
      Machine::status(machine.engine.subscribe(machine.admin, Kind::filter, 4, FilterTemplate{})),
      Status::fwp_invalid_flags);
}

}  // namespace
}  // namespace wfp::engine::test
