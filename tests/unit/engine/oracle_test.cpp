// The invariants that every filter engine of this kind must show, one test each, as far as they
// need no packet.
#include "machine.h"

namespace wfp::engine::test {
namespace {

Request udp(Request request) {
  return with(std::move(request), FieldId::ip_protocol, Value(std::uint8_t{17}));
}

TEST(Oracle, O01_EmptyPolicyPermitsAtEveryLayer) {
  const Machine machine;
  for (const schema::LayerInfo& layer : schema::layers()) {
    EXPECT_EQ(machine.verdict(Request(layer.id)), Verdict::permit) << layer.name;
  }
}

TEST(Oracle, O02_BlockAtConnectV4LeavesV6Alone) {
  Machine machine;
  machine.add(block());
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
  EXPECT_EQ(machine.verdict(Request(kConnect6)), Verdict::permit);
}

TEST(Oracle, O03_PermitByApplicationOverBlockAll) {
  Machine machine;
  machine.add(weighing(permit({app_is("/bin/a")}), Value(std::uint8_t{15})));
  machine.add(weighing(block(), Value(std::uint8_t{0})));
  EXPECT_EQ(machine.verdict(connect_to(80, "/bin/a")), Verdict::permit);
  EXPECT_EQ(machine.verdict(connect_to(80, "/bin/b")), Verdict::block);
}

struct TwoLevels : Machine {
  explicit TwoLevels(Filter high, Filter low) {
    add(sublayer(guid(1), 0x8000));
    add(sublayer(guid(2), 0x100));
    add(in(std::move(high), guid(1)));
    add(in(std::move(low), guid(2)));
  }
};
Filter hard(Filter made) { return flagged(std::move(made), schema::kFilterFlagClearActionRight); }

TEST(Oracle, O04_SoftPermitIsOverridden) {
  EXPECT_EQ(TwoLevels(permit(), block()).verdict(connect_to(80)), Verdict::block);
}
TEST(Oracle, O05_HardPermitIsNot) {
  EXPECT_EQ(TwoLevels(hard(permit()), block()).verdict(connect_to(80)), Verdict::permit);
}
TEST(Oracle, O06_BlockAboveIsFinal) {
  EXPECT_EQ(TwoLevels(block(), permit()).verdict(connect_to(80)), Verdict::block);
  EXPECT_EQ(TwoLevels(block(), hard(permit())).verdict(connect_to(80)), Verdict::block);
}

TEST(Oracle, O07_AlternativePortsAndARequiredProtocol) {
  Machine machine;
  machine.add(block({port_is(80), port_is(443),
                     condition(FieldId::ip_protocol, MatchType::equal, Value(std::uint8_t{6}))}));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
  EXPECT_EQ(machine.verdict(connect_to(443)), Verdict::block);
  EXPECT_EQ(machine.verdict(connect_to(25)), Verdict::permit);
  EXPECT_EQ(machine.verdict(udp(connect_to(443))), Verdict::permit);
}

TEST(Oracle, O08_NoneSetLoopbackSparesLoopback) {
  Machine machine;
  machine.add(block({flags_are(MatchType::flags_none_set, schema::kConditionFlagIsLoopback)}));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
  EXPECT_EQ(machine.verdict(
                with(connect_to(80), FieldId::flags, Value(schema::kConditionFlagIsLoopback))),
            Verdict::permit);
}

TEST(Oracle, O09_V4MaskIsInHostOrder) {
  Machine machine;
  machine.add(block({condition(FieldId::ip_remote_address, MatchType::equal,
                               Value(schema::V4AddrMask{0x0A000000, 0xFF000000}))}));
  EXPECT_EQ(machine.verdict(
                with(connect_to(80), FieldId::ip_remote_address, Value(std::uint32_t{0x0AFFFFFF}))),
            Verdict::block);
  EXPECT_EQ(machine.verdict(
                with(connect_to(80), FieldId::ip_remote_address, Value(std::uint32_t{0x0B00000A}))),
            Verdict::permit);
}

TEST(Oracle, O10_WeightClassSixteenIsInvalid) {
  Machine machine;
  EXPECT_EQ(machine.try_add(weighing(block(), Value(std::uint8_t{16}))),
            Status::fwp_invalid_weight);
  EXPECT_EQ(machine.try_add(weighing(block(), Value(std::uint8_t{15}))), Status::success);
}

TEST(Oracle, O11_FiltersOfADynamicSessionEndWithIt) {
  Machine machine;
  const Guid session = machine.open_dynamic();
  machine.add(session, block());
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
  ASSERT_TRUE(machine.engine.close(session, machine.now));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
}

TEST(Oracle, O12_AbortLeavesNoTraceAndCommitIsAtomic) {
  Machine machine;
  const SnapshotRef before = machine.engine.snapshot();
  ASSERT_TRUE(machine.engine.begin(machine.admin, 0, machine.now));
  machine.add(sublayer(guid(1), 1));
  machine.add(in(block(), guid(1)));
  EXPECT_EQ(machine.engine.snapshot(), before);
  ASSERT_TRUE(machine.engine.abort(machine.admin, machine.now));
  EXPECT_EQ(machine.engine.snapshot(), before);
  ASSERT_TRUE(machine.engine.begin(machine.admin, 0, machine.now));
  machine.add(sublayer(guid(1), 1));
  machine.add(in(block(), guid(1)));
  ASSERT_TRUE(machine.engine.commit(machine.admin, machine.now));
  EXPECT_EQ(machine.engine.snapshot()->version, before->version + 1);
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
}

TEST(Oracle, O13_OneTransactionASession) {
  Machine machine;
  EXPECT_EQ(Machine::status(machine.engine.commit(machine.admin, machine.now)),
            Status::fwp_no_txn_in_progress);
  ASSERT_TRUE(machine.engine.begin(machine.admin, 0, machine.now));
  EXPECT_EQ(Machine::status(machine.engine.begin(machine.admin, 0, machine.now)),
            Status::fwp_txn_in_progress);
}

TEST(Oracle, O14_WriteInAReadOnlyTransaction) {
  Machine machine;
  ASSERT_TRUE(machine.engine.begin(machine.admin, schema::kTxnReadOnly, machine.now));
  EXPECT_EQ(machine.try_add(block()), Status::fwp_incompatible_txn);
}

TEST(Oracle, O15_SublayerWithAFilterIsInUse) {
  Machine machine;
  machine.add(sublayer(guid(1), 1));
  machine.add(in(block(), guid(1)));
  EXPECT_EQ(machine.try_remove<Sublayer>(machine.admin, guid(1)), Status::fwp_in_use);
}

TEST(Oracle, O16_BuiltInSublayerStays) {
  Machine machine;
  EXPECT_EQ(machine.try_remove<Sublayer>(machine.admin, builtin_sublayer("universal")),
            Status::fwp_builtin_object);
}

TEST(Oracle, O17_FilterKeyTwice) {
  Machine machine;
  Filter own = block();
  own.key = guid(1);
  EXPECT_EQ(machine.try_add(own), Status::success);
  EXPECT_EQ(machine.try_add(own), Status::fwp_already_exists);
}

TEST(Oracle, O20_FilterWithoutPortBlocksABindToAnyPort) {
  Machine machine;
  machine.add(filter(ActionType::block, LayerId::ale_resource_assignment_v4));
  Request bind(LayerId::ale_resource_assignment_v4);
  ASSERT_TRUE(bind.set(FieldId::flags, Value(schema::kConditionFlagIsWildcardBind)));
  EXPECT_EQ(machine.verdict(bind), Verdict::block);
}

TEST(Oracle, O21_AnotherSessionHearsOfAnAdditionOnceAfterTheCommit) {
  Machine machine;
  const Guid other = machine.open(administrator());
  for (const Guid& session : {machine.admin, other}) {
    ASSERT_TRUE(machine.engine.subscribe(session, Kind::filter,
                                         schema::kSubscriptionFlagNotifyOnAdd, FilterTemplate{}));
  }
  ASSERT_TRUE(machine.engine.begin(machine.admin, 0, machine.now));
  const Added added = machine.add(block());
  EXPECT_TRUE(machine.engine.take_events().notifications.empty());
  ASSERT_TRUE(machine.engine.commit(machine.admin, machine.now));
  const auto heard = machine.engine.take_events().notifications;
  ASSERT_EQ(heard.size(), 1U);
  EXPECT_EQ(heard[0].session, other);
  EXPECT_EQ(heard[0].id, added.id);
}

TEST(Oracle, O22_DecisionNamesTheBlockerAndTheLayer) {
  Machine machine;
  const Added added = machine.add(block());
  const Decision decision = machine.ask(connect_to(80));
  EXPECT_EQ(decision.filter_id, added.id);
  EXPECT_EQ(static_cast<int>(decision.layer), 48);
}

TEST(Oracle, O23_DescriptorPermitsOneUser) {
  Machine machine;
  machine.add(weighing(permit({condition(FieldId::ale_user_id, MatchType::equal,
                                         sddl_value("O:LSG:LSD:(A;;CC;;;S-1-22-1-1000)"))}),
                       Value(std::uint8_t{15})));
  machine.add(weighing(block(), Value(std::uint8_t{0})));
  EXPECT_EQ(machine.verdict(as_user(connect_to(80), user(1000))), Verdict::permit);
  EXPECT_EQ(machine.verdict(as_user(connect_to(80), user(1001))), Verdict::block);
}

TEST(Oracle, O27_UnregisteredTerminatingCallout) {
  Machine machine;
  machine.add(callout(guid(3)));
  const Added added = machine.add(calling(filter(ActionType::callout_terminating), guid(3)));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
  ASSERT_EQ(machine.try_remove<Filter>(machine.admin, added.key), Status::success);
  machine.add(flagged(calling(filter(ActionType::callout_terminating), guid(3)),
                      schema::kFilterFlagPermitIfCalloutUnregistered));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
}

}  // namespace
}  // namespace wfp::engine::test
