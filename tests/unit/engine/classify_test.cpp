#include "engine/classify.h"

#include "machine.h"

namespace wfp::engine::test {
namespace {

const Guid kHigh = guid(1);
const Guid kLow = guid(2);
const Guid kCallout = guid(3);

struct TwoSublayers : Machine {
  TwoSublayers() {
    add(sublayer(kHigh, 0x8000));
    add(sublayer(kLow, 0x100));
    add(callout(kCallout));
  }
  void registers(CalloutAction action, bool clears = false) {
    callouts.add(kCallout, [=](const CalloutCall&) { return CalloutResult{action, clears}; });
  }
};

Filter clear(Filter made) { return flagged(std::move(made), schema::kFilterFlagClearActionRight); }
Filter calls(ActionType action) { return calling(filter(action), kCallout); }

// I: a machine without filters has network; filter id 0 says that nothing decided.
TEST(Classify, NothingDecidesPermits) {
  Machine machine;
  const Decision decision = machine.ask(connect_to(80));
  EXPECT_EQ(decision.verdict, Verdict::permit);
  EXPECT_EQ(decision.filter_id, 0U);
  EXPECT_TRUE(decision.hits().empty());
}

// D: the heaviest matching filter of a sublayer decides, and at most one does.
TEST(Classify, HeaviestMatchingFilterOfASublayerDecides) {
  TwoSublayers machine;
  const Added light = machine.add(in(weighing(block(), Value(std::uint8_t{0})), kHigh));
  const Added heavy =
      machine.add(in(weighing(permit({app_is("/bin/a")}), Value(std::uint8_t{15})), kHigh));
  const Decision allowed = machine.ask(connect_to(80, "/bin/a"));
  EXPECT_EQ(allowed.verdict, Verdict::permit);
  EXPECT_EQ(allowed.filter_id, heavy.id);
  EXPECT_EQ(allowed.hits().size(), 1U);
  const Decision blocked = machine.ask(connect_to(80, "/bin/b"));
  EXPECT_EQ(blocked.verdict, Verdict::block);
  EXPECT_EQ(blocked.filter_id, light.id);
}

// Ours: of equal weights the filter added first.
TEST(Classify, OfEqualWeightsTheOlderDecides) {
  Machine machine;
  const Added first = machine.add(permit());
  machine.add(block());
  EXPECT_EQ(machine.ask(connect_to(80)).filter_id, first.id);
}

// D: sublayers by weight; ours: of equal ones the older.
TEST(Classify, OfEqualSublayersTheOlderIsFirst) {
  Machine machine;
  machine.add(sublayer(guid(9), 5));
  machine.add(sublayer(guid(8), 5));
  const Added first = machine.add(in(block(), guid(9)));
  machine.add(in(block(), guid(8)));
  EXPECT_EQ(machine.ask(connect_to(80)).filter_id, first.id);
}

// D: a soft permit is overridden by a block below.
TEST(Classify, SoftPermitIsOverriddenBelow) {
  TwoSublayers machine;
  machine.add(in(permit(), kHigh));
  const Added low = machine.add(in(block(), kLow));
  const Decision decision = machine.ask(connect_to(80));
  EXPECT_EQ(decision.verdict, Verdict::block);
  EXPECT_EQ(decision.filter_id, low.id);
  EXPECT_EQ(decision.walk.at(1).effect, Effect::overrode);
}

// D: with CLEAR_ACTION_RIGHT the permit stands.
TEST(Classify, HardPermitIsNotOverriddenByAFilter) {
  TwoSublayers machine;
  const Added high = machine.add(in(clear(permit()), kHigh));
  machine.add(in(block(), kLow));
  const Decision decision = machine.ask(connect_to(80));
  EXPECT_EQ(decision.verdict, Verdict::permit);
  EXPECT_EQ(decision.strength, Strength::hard);
  EXPECT_EQ(decision.filter_id, high.id);
  EXPECT_EQ(decision.walk.at(1).effect, Effect::frozen);
}

// O: a plain block above wins over any permit below: it is hard.
TEST(Classify, PlainBlockIsHard) {
  TwoSublayers machine;
  const Added high = machine.add(in(block(), kHigh));
  machine.add(in(clear(permit()), kLow));
  const Decision decision = machine.ask(connect_to(80));
  EXPECT_EQ(decision.verdict, Verdict::block);
  EXPECT_EQ(decision.filter_id, high.id);
}

// O: the event lists the terminating filter of every sublayer, after a block, too.
TEST(Classify, HitListGoesOnAfterTheDecision) {
  TwoSublayers machine;
  machine.add(in(block(), kHigh));
  const Added low = machine.add(in(permit(), kLow));
  const Decision decision = machine.ask(connect_to(80));
  ASSERT_EQ(decision.hits().size(), 2U);
  EXPECT_EQ(decision.hits()[1].id, low.id);
}

// D: a callout's block over a hard permit is a veto.
TEST(Classify, CalloutBlockVetoesAHardPermit) {
  TwoSublayers machine;
  machine.registers(CalloutAction::block);
  machine.add(in(clear(permit()), kHigh));
  const Added low = machine.add(in(calls(ActionType::callout_terminating), kLow));
  const Decision decision = machine.ask(connect_to(80));
  EXPECT_EQ(decision.verdict, Verdict::block);
  EXPECT_TRUE(decision.vetoed);
  EXPECT_EQ(decision.filter_id, low.id);
}

// D: a callout's block is soft unless it clears the right.
TEST(Classify, CalloutBlockIsSoftUnlessCleared) {
  TwoSublayers soft;
  soft.registers(CalloutAction::block);
  soft.add(in(calls(ActionType::callout_terminating), kHigh));
  soft.add(in(permit(), kLow));
  EXPECT_EQ(soft.verdict(connect_to(80)), Verdict::permit);

  TwoSublayers by_flag;
  by_flag.registers(CalloutAction::block);
  by_flag.add(in(clear(calls(ActionType::callout_terminating)), kHigh));
  by_flag.add(in(permit(), kLow));
  EXPECT_EQ(by_flag.verdict(connect_to(80)), Verdict::block);

  TwoSublayers by_callout;
  by_callout.registers(CalloutAction::block, true);
  by_callout.add(in(calls(ActionType::callout_terminating), kHigh));
  by_callout.add(in(permit(), kLow));
  EXPECT_EQ(by_callout.verdict(connect_to(80)), Verdict::block);
}

// D: of a terminating callout anything but permit is a block.
TEST(Classify, TerminatingCalloutThatGoesOnBlocks) {
  TwoSublayers machine;
  machine.registers(CalloutAction::proceed);
  machine.add(in(calls(ActionType::callout_terminating), kHigh));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
}

// D: continue goes on to the next filter of the sublayer.
TEST(Classify, UnknownCalloutMayGoOn) {
  TwoSublayers machine;
  machine.registers(CalloutAction::proceed);
  machine.add(in(weighing(calls(ActionType::callout_unknown), Value(std::uint8_t{15})), kHigh));
  const Added next = machine.add(in(block(), kHigh));
  const Decision decision = machine.ask(connect_to(80));
  EXPECT_EQ(decision.filter_id, next.id);
  EXPECT_EQ(decision.walk.at(0).filters.size(), 2U);
}

// D: inspection callouts are called on the way and cannot decide.
TEST(Classify, InspectionCalloutCannotDecide) {
  TwoSublayers machine;
  int calls_seen = 0;
  machine.callouts.add(kCallout, [&](const CalloutCall&) {
    ++calls_seen;
    return CalloutResult{CalloutAction::block, true};
  });
  machine.add(in(weighing(calls(ActionType::callout_inspection), Value(std::uint8_t{15})), kHigh));
  machine.add(in(permit(), kHigh));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
  EXPECT_EQ(calls_seen, 1);
}

// D: an unregistered callout blocks, or permits with the flag; one that inspects is passed over
// (I).
TEST(Classify, UnregisteredCallout) {
  for (const ActionType action : {ActionType::callout_terminating, ActionType::callout_unknown}) {
    TwoSublayers blocks;
    blocks.add(in(calls(action), kHigh));
    EXPECT_EQ(blocks.verdict(connect_to(80)), Verdict::block);
    EXPECT_EQ(blocks.ask(connect_to(80)).walk.at(0).filters.at(0).callout,
              CalloutState::unregistered);

    TwoSublayers permits;
    permits.add(in(flagged(calls(action), schema::kFilterFlagPermitIfCalloutUnregistered), kHigh));
    EXPECT_EQ(permits.verdict(connect_to(80)), Verdict::permit);
    EXPECT_NE(permits.ask(connect_to(80)).filter_id, 0U);
  }
  TwoSublayers inspects;
  inspects.add(in(calls(ActionType::callout_inspection), kHigh));
  EXPECT_EQ(inspects.ask(connect_to(80)).filter_id, 0U);
}

// Ours: an unregistered callout blocks as a filter does: hard, and without a veto.
TEST(Classify, UnregisteredCalloutDoesNotVeto) {
  TwoSublayers machine;
  machine.add(in(clear(permit()), kHigh));
  machine.add(in(calls(ActionType::callout_terminating), kLow));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
}

TEST(Classify, CalloutLearnsWhetherItMayDecide) {
  TwoSublayers machine;
  std::vector<bool> seen;
  machine.callouts.add(kCallout, [&](const CalloutCall& call) {
    seen.push_back(call.may_decide);
    return CalloutResult{};
  });
  machine.add(in(calls(ActionType::callout_unknown), kHigh));
  machine.add(in(weighing(block(), Value(std::uint64_t{0})), kHigh));
  machine.add(in(calls(ActionType::callout_unknown), kLow));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
  EXPECT_EQ(seen, (std::vector{true, false}));
}

// D: each layer decides alone.
TEST(Classify, LayersDecideAlone) {
  Machine machine;
  machine.add(block());
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
  EXPECT_EQ(machine.verdict(Request(kConnect6)), Verdict::permit);
  EXPECT_EQ(machine.verdict(Request(LayerId::ale_auth_recv_accept_v4)), Verdict::permit);
}

TEST(Classify, DecideAgreesAndStopsEarly) {
  TwoSublayers machine;
  int calls_seen = 0;
  machine.callouts.add(kCallout, [&](const CalloutCall&) {
    ++calls_seen;
    return CalloutResult{};
  });
  const Added high = machine.add(in(block(), kHigh));
  machine.add(in(calls(ActionType::callout_unknown), kLow));
  const VerdictOnly verdict = decide(connect_to(80), *machine.engine.snapshot(), machine.callouts);
  EXPECT_EQ(verdict.verdict, Verdict::block);
  EXPECT_EQ(verdict.filter_id, high.id);
  EXPECT_EQ(calls_seen, 0);
}

// Ours: the callouts that set options have no opinion; a terminating filter on one permits softly.
TEST(Classify, SetOptionsCalloutHasNoOpinion) {
  Machine machine;
  ProviderContext options = context(guid(5));
  options.type = ContextType::classify_options;
  options.content = ClassifyOptions{{2, Value(std::uint32_t{30})}};
  machine.add(options);
  Filter sets = calling(filter(ActionType::callout_unknown), schema::builtin_callouts()[0].key);
  sets.flags = schema::kFilterFlagHasProviderContext;
  sets.context = guid(5);
  machine.add(sets);
  EXPECT_EQ(machine.ask(connect_to(80)).filter_id, 0U);
  sets.action = schema::kActionCalloutTerminating;
  machine.add(sets);
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
}

}  // namespace
}  // namespace wfp::engine::test
