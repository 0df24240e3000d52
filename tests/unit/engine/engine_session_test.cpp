#include "machine.h"

namespace wfp::engine::test {
namespace {

SessionRequest with_key(const Guid& own) {
  SessionRequest request;
  request.key = own;
  return request;
}

// D: a session key in use is refused; a zero key is made up.
TEST(Session, KeyInUseIsRefusedAndZeroIsMadeUp) {
  Machine machine;
  EXPECT_FALSE(machine.admin.is_zero());
  EXPECT_EQ(machine.open(user(1000), 0, guid(7)), guid(7));
  EXPECT_EQ(Machine::status(machine.engine.open(with_key(guid(7)), user(1000), 0)),
            Status::fwp_already_exists);
}

TEST(Session, UnknownFlagsAreRefused) {
  Machine machine;
  SessionRequest request;
  request.flags = 2;
  EXPECT_EQ(Machine::status(machine.engine.open(request, user(1000), 0)),
            Status::fwp_invalid_flags);
}

// D: everybody may open the engine by default; the engine's descriptor decides.
TEST(Session, OpeningNeedsOpenOnTheEngine) {
  Machine machine;
  EXPECT_TRUE(machine.engine.open({}, user(1000), 0));
  ASSERT_TRUE(machine.engine.set_security(machine.admin, {}, security::SecurityInformation::dacl,
                                          sddl("D:P(A;;GA;;;BA)"), machine.now));
  EXPECT_EQ(Machine::status(machine.engine.open({}, user(1000), 0)), Status::access_denied);
}

// D: an ended session's handle serves nothing.
TEST(Session, EndedSessionIsAborted) {
  Machine machine;
  ASSERT_TRUE(machine.engine.close(machine.admin, machine.now));
  EXPECT_EQ(machine.try_add(provider(guid(1))), Status::fwp_session_aborted);
  EXPECT_EQ(Machine::status(machine.engine.close(machine.admin, machine.now)),
            Status::fwp_session_aborted);
}

// D: the end of a dynamic session deletes what it added, in one step and whatever refers to what.
TEST(Session, DynamicObjectsEndWithTheirSession) {
  Machine machine;
  const Guid dynamic = machine.open_dynamic();
  machine.add(dynamic, provider(guid(1)));
  Sublayer own = sublayer(guid(2), 7);
  own.provider = guid(1);
  machine.add(dynamic, own);
  machine.add(dynamic, callout(guid(3)));
  machine.add(dynamic, context(guid(4)));
  Filter all = in(calling(filter(ActionType::callout_unknown), guid(3)), guid(2));
  all.flags = schema::kFilterFlagHasProviderContext;
  all.context = guid(4);
  all.provider = guid(1);
  machine.add(dynamic, all);
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
  static_cast<void>(machine.engine.take_events());

  ASSERT_TRUE(machine.engine.close(dynamic, machine.now));
  const Snapshot& left = *machine.engine.snapshot();
  EXPECT_TRUE(left.filters.empty());
  EXPECT_TRUE(left.providers.empty());
  EXPECT_TRUE(left.contexts.empty());
  EXPECT_TRUE(left.references.empty());
  EXPECT_TRUE(left.dynamic.empty());
  EXPECT_EQ(left.callouts.size(), schema::builtin_callouts().size());
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
  EXPECT_EQ(machine.engine.take_events().commits.size(), 1U);
}

// D: what a non-dynamic session added stays.
TEST(Session, StaticObjectsOutliveTheirSession) {
  Machine machine;
  const Guid other = machine.open(administrator());
  machine.add(other, sublayer(guid(1), 0x100));
  ASSERT_TRUE(machine.engine.close(other, machine.now));
  EXPECT_TRUE(machine.engine.get<Sublayer>(machine.admin, guid(1)));
}

// D: the end of a session aborts its transaction.
TEST(Session, EndAbortsTheTransaction) {
  Machine machine;
  const Guid other = machine.open(administrator());
  ASSERT_TRUE(machine.engine.begin(other, 0, machine.now));
  machine.add(other, provider(guid(1)));
  ASSERT_TRUE(machine.engine.close(other, machine.now));
  EXPECT_FALSE(machine.engine.get<Provider>(machine.admin, guid(1)));
  EXPECT_EQ(machine.try_add(provider(guid(2))), Status::success);
}

// Ours: a dead session's rules go at once, even while another session holds the lock to write, and
// his transaction cannot bring them back.
TEST(Session, DynamicObjectsGoWhileAnotherWrites) {
  Machine machine;
  const Guid dynamic = machine.open_dynamic();
  machine.add(dynamic, block());
  ASSERT_TRUE(machine.engine.begin(machine.admin, 0, machine.now));
  machine.add(provider(guid(1)));
  ASSERT_TRUE(machine.engine.close(dynamic, machine.now));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
  ASSERT_TRUE(machine.engine.commit(machine.admin, machine.now));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
  EXPECT_TRUE(machine.engine.snapshot()->filters.empty());
  EXPECT_TRUE(machine.engine.get<Provider>(machine.admin, guid(1)));
}

TEST(Session, DynamicObjectsGoEvenIfThatCannotBeStored) {
  Machine machine;
  const Guid dynamic = machine.open_dynamic();
  machine.add(dynamic, block());
  machine.before_commit = [](const Commit&) { return fail(Status::disk_full); };
  ASSERT_TRUE(machine.engine.close(dynamic, machine.now));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
}

// D: ENUM on the engine lists sessions.
TEST(Session, EnumerationNeedsTheRight) {
  Machine machine;
  const Guid other = machine.open(user(1000));
  EXPECT_EQ(machine.engine.sessions(machine.admin)->size(), 2U);
  EXPECT_EQ(Machine::status(machine.engine.sessions(other)), Status::access_denied);
}

struct Restarted {
  Machine before;
  Guid session;
  Restarted() {
    session = before.open(user_with_rights(), schema::kSessionFlagDynamic, guid(77));
    before.add(session, block());
  }
  static TokenRef user_with_rights() { return administrator(); }
};

// Deviation: a daemon that starts anew gives dynamic sessions time to come back.
TEST(Session, AwaitedSessionComesBackByKeyAndUser) {
  Restarted old;
  Machine machine({}, *old.before.engine.snapshot());
  machine.engine.await_session(guid(77), user_sid(0), 31'000);
  machine.engine.advance(30'999);
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
  SessionRequest request = with_key(guid(77));
  request.flags = schema::kSessionFlagDynamic;
  EXPECT_EQ(Machine::status(machine.engine.open(request, user(1000), 2000)),
            Status::fwp_already_exists);
  ASSERT_TRUE(machine.engine.open(request, administrator(), 2000));
  machine.engine.advance(100'000);
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
  ASSERT_TRUE(machine.engine.close(guid(77), 100'000));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
}

TEST(Session, AwaitedSessionThatStaysAwayEnds) {
  Restarted old;
  Machine machine({}, *old.before.engine.snapshot());
  machine.engine.await_session(guid(77), user_sid(0), 31'000);
  EXPECT_EQ(machine.engine.next_deadline(), 31'000U);
  machine.engine.advance(31'000);
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
}

TEST(Session, ForgottenSessionEndsAtOnce) {
  Restarted old;
  Machine machine({}, *old.before.engine.snapshot());
  machine.engine.await_session(guid(77), user_sid(0), 31'000);
  machine.engine.forget_session(guid(77));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
}

}  // namespace
}  // namespace wfp::engine::test
