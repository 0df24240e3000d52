#include "engine/load.h"

#include "machine.h"

namespace wfp::engine::test {
namespace {

Loaded reload(const Machine& machine, const Startup& startup) {
  return load_policy(policy_of(*machine.engine.snapshot()), startup);
}

template <class T>
T kept(T object, std::uint32_t persistent) {
  object.flags |= persistent;
  return object;
}

// D: static objects end at a reboot, persistent ones do not. Deviation: static ones outlive the
// service.
TEST(Load, LivesDecideWhatAStartKeeps) {
  Machine machine;
  machine.add(kept(provider(guid(1)), schema::kProviderFlagPersistent));
  machine.add(provider(guid(2)));
  machine.add(flagged(block(), schema::kFilterFlagPersistent));
  machine.add(flagged(block(), schema::kFilterFlagBoottime));
  machine.add(block());
  machine.add(machine.open_dynamic(), block());
  const Loaded reboot = reload(machine, {});
  EXPECT_EQ(reboot.snapshot.providers.size(), 1U);
  EXPECT_EQ(reboot.snapshot.filters.size(), 2U);
  const Loaded restart = reload(machine, {true, {}});
  EXPECT_EQ(restart.snapshot.providers.size(), 2U);
  EXPECT_EQ(restart.snapshot.filters.size(), 4U);
  EXPECT_TRUE(reboot.rejected.empty());
  EXPECT_TRUE(restart.rejected.empty());
}

// D: at a start, persistent objects of a provider are in force if it has no service or the service
// starts by itself.
TEST(Load, ServiceOfTheProviderDecidesWhatIsInForce) {
  Machine machine;
  Provider own = kept(provider(guid(1)), schema::kProviderFlagPersistent);
  own.service_name = "vpn";
  machine.add(own);
  Filter filter = flagged(block(), schema::kFilterFlagPersistent);
  filter.provider = guid(1);
  const Added added = machine.add(filter);
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
  const Loaded off =
      reload(machine, {false, [](const std::string& service) { return service != "vpn"; }});
  EXPECT_EQ(classify(connect_to(80), off.snapshot, machine.callouts).verdict, Verdict::permit);
  EXPECT_TRUE(off.snapshot.find<Provider>(guid(1))->disabled);
  EXPECT_TRUE(off.snapshot.find<Filter>(added.key)->disabled);
  const Loaded on = reload(machine, {false, [](const std::string&) { return true; }});
  EXPECT_EQ(classify(connect_to(80), on.snapshot, machine.callouts).verdict, Verdict::block);
  // D: disabled filters are listed only when asked for.
  Machine later({}, off.snapshot);
  FilterTemplate wanted;
  wanted.flags = 0;
  EXPECT_TRUE(later.engine.enumerate<Filter>(later.admin, wanted)->empty());
  wanted.flags = schema::kFilterEnumFlagIncludeDisabled;
  EXPECT_EQ(later.engine.enumerate<Filter>(later.admin, wanted)->size(), 1U);
  EXPECT_EQ(later.try_remove<Filter>(later.admin, added.key), Status::success);
}

// Asking is a matter of files: once for each provider, not for each of its filters.
TEST(Load, AsksAboutTheServiceOfAProviderOnce) {
  Machine machine;
  Provider own = kept(provider(guid(1)), schema::kProviderFlagPersistent);
  own.service_name = "vpn";
  machine.add(own);
  Filter filter = flagged(block(), schema::kFilterFlagPersistent);
  filter.provider = guid(1);
  for (int i = 0; i < 3; ++i) machine.add(filter);
  int asked = 0;
  const Loaded loaded = reload(machine, {false, [&](const std::string&) {
                                           ++asked;
                                           return false;
                                         }});
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(classify(connect_to(80), loaded.snapshot, machine.callouts).verdict, Verdict::permit);
}

TEST(Load, KeepsDescriptorsOptionsAndOrder) {
  Machine machine;
  ASSERT_TRUE(machine.engine.set_security(machine.admin, {Kind::filter, {}},
                                          security::SecurityInformation::dacl,
                                          sddl("D:P(A;;GA;;;BA)"), 0));
  ASSERT_TRUE(machine.engine.set_option(machine.admin, 0, Value(std::uint32_t{0}), 0));
  const Guid universal = builtin_sublayer("universal");
  ASSERT_TRUE(machine.engine.set_security(machine.admin, {Kind::sublayer, universal},
                                          security::SecurityInformation::dacl,
                                          sddl("D:P(A;;GA;;;BA)"), 0));
  machine.add(kept(sublayer(guid(9), 5), schema::kSublayerFlagPersistent));
  machine.add(kept(sublayer(guid(8), 5), schema::kSublayerFlagPersistent));
  const Added first = machine.add(flagged(in(block(), guid(9)), schema::kFilterFlagPersistent));
  machine.add(flagged(in(permit(), guid(8)), schema::kFilterFlagPersistent));
  const Loaded loaded = reload(machine, {});
  const auto filters = static_cast<std::size_t>(Kind::filter);
  EXPECT_EQ(loaded.snapshot.containers[filters]->descriptor(),
            machine.engine.snapshot()->containers[filters]->descriptor());
  EXPECT_EQ(loaded.snapshot.find<Sublayer>(universal)->security,
            machine.engine.snapshot()->find<Sublayer>(universal)->security);
  EXPECT_FALSE(loaded.snapshot.options.collect_net_events);
  EXPECT_EQ(classify(connect_to(80), loaded.snapshot, machine.callouts).filter_key, first.key);
}

// What is added after a start is younger than what was there, also after the next start.
TEST(Load, OrderOfEqualsOutlivesEveryStart) {
  Machine first;
  for (int i = 0; i < 5; ++i) first.add(permit({port_is(static_cast<std::uint16_t>(i))}));
  const Added oldest = first.add(block({port_is(80)}));
  Machine second({}, reload(first, {true, {}}).snapshot);
  second.add(permit({port_is(80)}));
  Machine third({}, reload(second, {true, {}}).snapshot);
  EXPECT_EQ(third.ask(connect_to(80)).filter_key, oldest.key);
}

// Two sublayers of one rank would be taken for one.
TEST(Load, NoTwoObjectsOfAKindKeepTheSameOrder) {
  Machine machine;
  machine.add(sublayer(guid(1), 7));
  machine.add(sublayer(guid(2), 7));
  StoredPolicy policy = policy_of(*machine.engine.snapshot());
  for (ObjectRef& object : policy.objects) {
    const auto* own = std::get_if<std::shared_ptr<const Stored<Sublayer>>>(&object);
    if (own == nullptr || (*own)->lifetime == Lifetime::builtin) continue;
    Stored<Sublayer> same = **own;
    same.order = 1;
    object = std::make_shared<const Stored<Sublayer>>(std::move(same));
  }
  Machine later({}, load_policy(policy, {true, {}}).snapshot);
  later.add(in(permit(), guid(1)));
  later.add(in(block(), guid(2)));
  const Decision decision = later.ask(connect_to(80));
  ASSERT_EQ(decision.walk.size(), 2U);
  EXPECT_EQ(decision.verdict, Verdict::block);
}

// What no engine would take is left out and named: nothing dangles.
TEST(Load, RejectsWhatHangsInTheAir) {
  Machine machine;
  machine.add(sublayer(guid(1), 1));
  machine.add(in(block(), guid(1)));
  StoredPolicy policy = policy_of(*machine.engine.snapshot());
  std::erase_if(policy.objects,
                [](const ObjectRef& object) { return kind_of(object) == Kind::sublayer; });
  const Loaded loaded = load_policy(policy, {true, {}});
  EXPECT_EQ(loaded.rejected.size(), 1U);
  EXPECT_TRUE(loaded.snapshot.filters.empty());
  EXPECT_TRUE(loaded.snapshot.references.empty());
}

TEST(Load, IdsGoOnAfterALoad) {
  Machine machine;
  machine.add(block());
  Machine later({}, reload(machine, {true, {}}).snapshot);
  const Added next = later.add(block());
  EXPECT_EQ(next.id, 2U);
  EXPECT_EQ(later.engine.snapshot()->filter_ids.size(), 2U);
}

}  // namespace
}  // namespace wfp::engine::test
