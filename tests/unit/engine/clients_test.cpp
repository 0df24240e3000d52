// What three real programs do with the engine, as calls and what must be left of them.
#include "machine.h"

namespace wfp::engine::test {
namespace {

// A VPN client: its sublayer comes from a second, non-dynamic session while the first, dynamic one
// is open.
TEST(Clients, VpnClientWithTwoSessions) {
  Machine machine;
  const Guid filters = machine.open_dynamic();
  const Guid second = machine.open(administrator());
  machine.add(second, sublayer(guid(1), 0x100));
  ASSERT_TRUE(machine.engine.close(second, machine.now));
  EXPECT_TRUE(machine.engine.get<Sublayer>(filters, guid(1)));  // seen at once
  const Added app = machine.add(
      filters, weighing(in(permit({app_is("/usr/bin/vpn")}), guid(1)), Value(std::uint8_t{15})));
  const Added beside =
      machine.add(filters, in(block({flags_are(MatchType::flags_none_set, 1)}), guid(1)));
  const Added tunnel = machine.add(
      filters, weighing(in(permit({condition(FieldId::ip_local_interface, MatchType::equal,
                                             Value(std::uint64_t{1688849877041152}))}),
                           guid(1)),
                        Value(std::uint8_t{14})));
  const auto weight = [&](const Added& added) {
    return machine.engine.get<Filter>(filters, added.key).value()->object.effective_weight;
  };
  EXPECT_GT(weight(app), weight(tunnel));
  EXPECT_GT(weight(tunnel), weight(beside));  // EMPTY ranks below every range
  EXPECT_EQ(machine.try_add(second, sublayer(guid(1), 0x100)), Status::fwp_session_aborted);
  EXPECT_EQ(machine.try_add(machine.open(administrator()), sublayer(guid(1), 0x100)),
            Status::fwp_already_exists);
  ASSERT_TRUE(machine.engine.close(filters, machine.now));
  EXPECT_TRUE(machine.engine.snapshot()->filters.empty());
  EXPECT_TRUE(machine.engine.get<Sublayer>(machine.admin, guid(1)));  // outlives both sessions
}

// A library's own tests: dynamic sessions, transactions of both kinds, a block at FLOW_ESTABLISHED.
TEST(Clients, LibraryTests) {
  Machine machine;
  Guid session = machine.open_dynamic();
  ASSERT_TRUE(machine.engine.begin(session, 0, machine.now));
  machine.add(session, provider(guid(1)));
  EXPECT_TRUE(machine.engine.get<Provider>(session, guid(1)));
  ASSERT_TRUE(machine.engine.commit(session, machine.now));
  ASSERT_TRUE(machine.engine.begin(session, schema::kTxnReadOnly, machine.now));
  EXPECT_EQ(machine.try_add(session, provider(guid(2))), Status::fwp_incompatible_txn);
  EXPECT_TRUE(machine.engine.get<Provider>(session, guid(1)));
  ASSERT_TRUE(machine.engine.abort(session, machine.now));
  EXPECT_EQ(machine.try_remove<Provider>(session, guid(1)), Status::success);
  EXPECT_EQ(Machine::status(machine.engine.get<Provider>(session, guid(1))),
            Status::fwp_provider_not_found);
  machine.add(session, sublayer(guid(3), 0xFFFF));
  machine.add(session, weighing(in(filter(ActionType::block, LayerId::ale_flow_established_v4,
                                          {port_is(80), app_is("/usr/bin/nc")}),
                                   guid(3)),
                                Value(~std::uint64_t{0})));
  Request flow(LayerId::ale_flow_established_v4);
  ASSERT_TRUE(flow.set(FieldId::ip_remote_port, Value(std::uint16_t{80})));
  ASSERT_TRUE(flow.set(FieldId::ale_app_id,
                       Value(schema::Blob{'/', 'u', 's', 'r', '/', 'b', 'i', 'n', '/', 'n', 'c'})));
  EXPECT_EQ(machine.verdict(flow), Verdict::block);
  ASSERT_TRUE(machine.engine.close(session, machine.now));
  EXPECT_EQ(machine.verdict(flow), Verdict::permit);
}

// A driver's management half: callouts and filters of several sessions; they outlive the tool.
TEST(Clients, CalloutToolAndLister) {
  Machine machine;
  constexpr LayerId kLayers[] = {LayerId::ale_auth_connect_v4, LayerId::ale_auth_connect_v6,
                                 LayerId::ale_resource_assignment_v4,
                                 LayerId::ale_resource_assignment_v6};
  Provider own = provider(guid(1));
  own.flags = schema::kProviderFlagPersistent;
  machine.add(own);
  Guid tool = machine.open(administrator());
  ASSERT_TRUE(machine.engine.begin(tool, 0, machine.now));
  for (std::uint32_t i = 0; i < 4; ++i) machine.add(tool, callout(guid(10 + i), kLayers[i]));
  ASSERT_TRUE(machine.engine.commit(tool, machine.now));
  std::vector<Added> filters;
  ASSERT_TRUE(machine.engine.begin(tool, 0, machine.now));
  for (std::uint32_t i = 0; i < 4; ++i) {
    filters.push_back(machine.add(
        tool, weighing(calling(filter(ActionType::callout_unknown, kLayers[i]), guid(10 + i)),
                       Value(std::uint8_t{8}))));
  }
  ASSERT_TRUE(machine.engine.commit(tool, machine.now));
  ASSERT_TRUE(machine.engine.close(tool, machine.now));
  const Guid lister = machine.open(administrator());
  EXPECT_EQ(machine.engine.enumerate<Filter>(lister, {})->size(), 4U);
  EXPECT_EQ(machine.engine.get<Filter>(lister, filters[0].key).value()->object.sublayer,
            builtin_sublayer("universal"));
  for (const Added& added : filters)
    EXPECT_EQ(machine.try_remove<Filter>(lister, added.key), Status::success);
  for (std::uint32_t i = 0; i < 4; ++i)
    EXPECT_EQ(machine.try_remove<Callout>(lister, guid(10 + i)), Status::success);
  EXPECT_EQ(machine.engine.enumerate<Filter>(lister, {})->size(), 0U);
}

}  // namespace
}  // namespace wfp::engine::test
