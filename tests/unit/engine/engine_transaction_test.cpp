#include "machine.h"

namespace wfp::engine::test {
namespace {

struct TwoSessions : Machine {
  Guid other = open(administrator());
  Status begin(const Guid& session, std::uint32_t flags = 0) {
    return status(engine.begin(session, flags, now));
  }
  Status commit(const Guid& session) { return status(engine.commit(session, now)); }
  Status abort(const Guid& session) { return status(engine.abort(session, now)); }
};

// D: one transaction per session.
TEST(Transaction, BeginTwiceIsRefused) {
  TwoSessions machine;
  EXPECT_EQ(machine.begin(machine.admin), Status::success);
  EXPECT_EQ(machine.begin(machine.admin), Status::fwp_txn_in_progress);
}

// D: commit and abort need one.
TEST(Transaction, CommitAndAbortNeedATransaction) {
  TwoSessions machine;
  EXPECT_EQ(machine.commit(machine.admin), Status::fwp_no_txn_in_progress);
  EXPECT_EQ(machine.abort(machine.admin), Status::fwp_no_txn_in_progress);
}

TEST(Transaction, UnknownFlagsAreRefused) {
  TwoSessions machine;
  EXPECT_EQ(machine.begin(machine.admin, 2), Status::fwp_invalid_flags);
}

// D: a write in a read-only transaction is refused.
TEST(Transaction, ReadOnlyTransactionRefusesWrites) {
  TwoSessions machine;
  ASSERT_EQ(machine.begin(machine.admin, schema::kTxnReadOnly), Status::success);
  EXPECT_EQ(machine.try_add(provider(guid(1))), Status::fwp_incompatible_txn);
  EXPECT_EQ(machine.try_remove<Provider>(machine.admin, guid(1)), Status::fwp_incompatible_txn);
  EXPECT_EQ(machine.commit(machine.admin), Status::success);
}

// D: ACID: others see nothing before the commit, everything after it; the session sees its own
// changes (I).
TEST(Transaction, ChangesAreSeenByOthersAfterTheCommitOnly) {
  TwoSessions machine;
  ASSERT_EQ(machine.begin(machine.admin), Status::success);
  machine.add(provider(guid(1)));
  machine.add(block());
  EXPECT_TRUE(machine.engine.get<Provider>(machine.admin, guid(1)));
  EXPECT_FALSE(machine.engine.get<Provider>(machine.other, guid(1)));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
  ASSERT_EQ(machine.commit(machine.admin), Status::success);
  EXPECT_TRUE(machine.engine.get<Provider>(machine.other, guid(1)));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
}

// D: abort leaves no trace.
TEST(Transaction, AbortLeavesNoTrace) {
  TwoSessions machine;
  const SnapshotRef before = machine.engine.snapshot();
  ASSERT_EQ(machine.begin(machine.admin), Status::success);
  machine.add(provider(guid(1)));
  machine.add(block());
  ASSERT_EQ(machine.abort(machine.admin), Status::success);
  EXPECT_EQ(machine.engine.snapshot(), before);
  EXPECT_FALSE(machine.engine.get<Provider>(machine.admin, guid(1)));
  EXPECT_TRUE(machine.engine.take_events().commits.empty());
}

// D: a failed call leaves the transaction as it was.
TEST(Transaction, FailedCallLeavesTheTransactionAsItWas) {
  TwoSessions machine;
  ASSERT_EQ(machine.begin(machine.admin), Status::success);
  machine.add(provider(guid(1)));
  EXPECT_EQ(machine.try_add(provider(guid(1))), Status::fwp_already_exists);
  EXPECT_EQ(machine.try_add(in(block(), guid(99))), Status::fwp_sublayer_not_found);
  EXPECT_EQ(machine.try_remove<Provider>(machine.admin, guid(5)), Status::fwp_provider_not_found);
  machine.add(provider(guid(2)));
  ASSERT_EQ(machine.commit(machine.admin), Status::success);
  EXPECT_EQ(machine.engine.snapshot()->providers.size(), 2U);
}

// D: one writer or many readers; ours: in the order of asking.
TEST(Transaction, WriterWaitsForReadersAndReadersForTheWriter) {
  TwoSessions machine;
  ASSERT_EQ(machine.engine.begin(machine.admin, schema::kTxnReadOnly, machine.now),
            Readiness::ready);
  EXPECT_EQ(machine.engine.begin(machine.other, 0, machine.now), Readiness::waiting);
  const Guid third = machine.open(administrator());
  EXPECT_EQ(machine.engine.begin(third, schema::kTxnReadOnly, machine.now), Readiness::waiting);
  ASSERT_EQ(machine.commit(machine.admin), Status::success);
  EXPECT_EQ(machine.engine.take_events().wakeups,
            (std::vector{Wakeup{machine.other, Wakeup::What::granted}}));
  EXPECT_EQ(machine.try_add(machine.other, provider(guid(1))), Status::success);
  ASSERT_EQ(machine.commit(machine.other), Status::success);
  EXPECT_TRUE(machine.engine.get<Provider>(third, guid(1)));
}

// D: waiting longer than txnWaitTimeoutInMSec fails with TIMEOUT; the default is 15 s.
TEST(Transaction, WaitEndsAfterTheSessionsLimit) {
  TwoSessions machine;
  ASSERT_EQ(machine.begin(machine.admin), Status::success);
  const Guid hasty = machine.open(administrator(), 0, {}, 100);
  EXPECT_EQ(machine.engine.begin(machine.other, 0, machine.now), Readiness::waiting);
  EXPECT_EQ(machine.engine.begin(hasty, 0, machine.now), Readiness::waiting);
  EXPECT_EQ(machine.engine.next_deadline(), machine.now + 100);
  machine.engine.advance(machine.now + 100);
  EXPECT_EQ(machine.engine.take_events().wakeups,
            (std::vector{Wakeup{hasty, Wakeup::What::timed_out}}));
  machine.engine.advance(machine.now + kDefaultWaitMs - 1);
  EXPECT_TRUE(machine.engine.take_events().wakeups.empty());
  machine.engine.advance(machine.now + kDefaultWaitMs);
  EXPECT_EQ(machine.engine.take_events().wakeups,
            (std::vector{Wakeup{machine.other, Wakeup::What::timed_out}}));
  EXPECT_EQ(machine.commit(machine.other), Status::fwp_no_txn_in_progress);
}

// D: a session may wait for ever.
TEST(Transaction, InfiniteWaitDoesNotEnd) {
  TwoSessions machine;
  ASSERT_EQ(machine.begin(machine.admin), Status::success);
  const Guid patient = machine.open(administrator(), 0, {}, kInfinite);
  EXPECT_EQ(machine.engine.begin(patient, 0, machine.now), Readiness::waiting);
  machine.engine.advance(machine.now + kLongestTransactionMs - 1);
  EXPECT_TRUE(machine.engine.take_events().wakeups.empty());
}

// D: an explicit transaction is held an hour at most; the next call says TXN_ABORTED.
TEST(Transaction, IsAbortedAfterAnHour) {
  TwoSessions machine;
  ASSERT_EQ(machine.begin(machine.admin), Status::success);
  machine.add(block());
  const Guid patient = machine.open(administrator(), 0, {}, kInfinite);
  EXPECT_EQ(machine.engine.begin(patient, 0, machine.now), Readiness::waiting);
  machine.engine.advance(machine.now + kLongestTransactionMs);
  EXPECT_EQ(machine.engine.take_events().wakeups,
            (std::vector{Wakeup{patient, Wakeup::What::granted},
                         Wakeup{machine.admin, Wakeup::What::transaction_aborted}}));
  EXPECT_EQ(machine.commit(machine.admin), Status::fwp_txn_aborted);
  EXPECT_EQ(machine.commit(machine.admin), Status::fwp_no_txn_in_progress);
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
  EXPECT_EQ(machine.commit(patient), Status::success);
}

// D: the watchdog is an engine option; it tells of a long transaction and does not shorten the
// hour.
TEST(Transaction, WatchdogTellsAndDoesNotAbort) {
  TwoSessions machine;
  ASSERT_TRUE(machine.engine.set_option(
      machine.admin, static_cast<std::uint32_t>(Option::txn_watchdog_timeout_in_msec),
      Value(std::uint32_t{50}), machine.now));
  ASSERT_EQ(machine.begin(machine.admin, schema::kTxnReadOnly), Status::success);
  EXPECT_EQ(machine.engine.next_deadline(), machine.now + 50);
  machine.engine.advance(machine.now + 49);
  EXPECT_TRUE(machine.engine.take_events().overlong.empty());
  machine.engine.advance(machine.now + 50);
  machine.engine.advance(machine.now + 60);
  EXPECT_EQ(machine.engine.take_events().overlong, std::vector{machine.admin});
  EXPECT_EQ(machine.engine.next_deadline(), machine.now + kLongestTransactionMs);
  EXPECT_EQ(machine.commit(machine.admin), Status::success);
}

// D: a call outside a transaction is never forcibly aborted.
TEST(Transaction, CallOutsideATransactionIsNotAborted) {
  TwoSessions machine;
  ASSERT_EQ(machine.engine.prepare_write(machine.admin, machine.now), Readiness::ready);
  machine.engine.advance(machine.now + kLongestTransactionMs);
  EXPECT_EQ(machine.try_add(provider(guid(1))), Status::success);
}

// D: a call outside a transaction waits for the lock, too. Ours: reads do not.
TEST(Transaction, ImplicitWriteWaitsForTheLock) {
  TwoSessions machine;
  ASSERT_EQ(machine.begin(machine.admin), Status::success);
  EXPECT_EQ(machine.try_add(machine.other, provider(guid(1))), Status::fwp_timeout);
  EXPECT_TRUE(machine.engine.enumerate<Filter>(machine.other, {}));
  EXPECT_EQ(machine.engine.prepare_write(machine.other, machine.now), Readiness::waiting);
  ASSERT_EQ(machine.commit(machine.admin), Status::success);
  EXPECT_EQ(machine.engine.take_events().wakeups,
            (std::vector{Wakeup{machine.other, Wakeup::What::granted}}));
  EXPECT_EQ(machine.begin(machine.admin, 0), Status::success);  // waits
  EXPECT_EQ(machine.try_add(machine.other, provider(guid(1))), Status::success);
  EXPECT_EQ(machine.engine.take_events().wakeups,
            (std::vector{Wakeup{machine.admin, Wakeup::What::granted}}));
}

TEST(Transaction, ImplicitWriteThatFailsGivesTheLockBack) {
  TwoSessions machine;
  EXPECT_EQ(machine.try_add(in(block(), guid(99))), Status::fwp_sublayer_not_found);
  EXPECT_EQ(machine.try_add(machine.other, provider(guid(1))), Status::success);
}

TEST(Transaction, PreparedWriteInsideATransactionIsReady) {
  TwoSessions machine;
  ASSERT_EQ(machine.begin(machine.admin), Status::success);
  EXPECT_EQ(machine.engine.prepare_write(machine.admin, machine.now), Readiness::ready);
}

// What cannot be made durable is not committed, and the transaction stays open.
TEST(Transaction, CommitThatCannotBeStoredDoesNotHappen) {
  TwoSessions machine;
  bool broken = true;
  machine.before_commit = [&](const Commit&) {
    return broken ? Result<void>(fail(Status::disk_full)) : Result<void>{};
  };
  ASSERT_EQ(machine.begin(machine.admin), Status::success);
  machine.add(block());
  EXPECT_EQ(machine.commit(machine.admin), Status::disk_full);
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
  EXPECT_TRUE(machine.engine.take_events().commits.empty());
  machine.add(provider(guid(1)));
  broken = false;
  EXPECT_EQ(machine.commit(machine.admin), Status::success);
  EXPECT_EQ(machine.engine.take_events().commits.at(0).changes.size(), 2U);
  broken = true;
  EXPECT_EQ(machine.try_add(provider(guid(2))), Status::disk_full);
  EXPECT_FALSE(machine.engine.get<Provider>(machine.admin, guid(2)));
}

// Not allowed inside an explicit transaction (D).
TEST(Transaction, SomeCallsAreRefusedInside) {
  TwoSessions machine;
  ASSERT_EQ(machine.begin(machine.admin), Status::success);
  EXPECT_EQ(Machine::status(
                machine.engine.set_option(machine.admin, 0, Value(std::uint32_t{1}), machine.now)),
            Status::fwp_txn_in_progress);
  EXPECT_EQ(
      Machine::status(machine.engine.subscribe(
          machine.admin, Kind::filter, schema::kSubscriptionFlagNotifyOnAdd, FilterTemplate{})),
      Status::fwp_txn_in_progress);
  EXPECT_EQ(Machine::status(machine.engine.set_security(machine.admin, {},
                                                        security::SecurityInformation::dacl,
                                                        sddl("D:(A;;GA;;;BA)"), machine.now)),
            Status::fwp_txn_in_progress);
}

// D: the rights to begin.
TEST(Transaction, BeginNeedsTheRightOnTheEngine) {
  TwoSessions machine;
  const Guid nobody = machine.open(user(1000));
  EXPECT_EQ(machine.begin(nobody), Status::access_denied);
  EXPECT_EQ(machine.begin(nobody, schema::kTxnReadOnly), Status::access_denied);
  EXPECT_EQ(machine.begin(machine.open(operators())), Status::success);
}

TEST(Transaction, WaitersAreLimited) {
  Limits limits;
  limits.waiting_sessions = 1;
  Machine machine(limits);
  ASSERT_TRUE(machine.engine.begin(machine.admin, 0, machine.now));
  EXPECT_EQ(machine.engine.begin(machine.open(administrator()), 0, machine.now),
            Readiness::waiting);
  EXPECT_EQ(Machine::status(machine.engine.begin(machine.open(administrator()), 0, machine.now)),
            Status::insufficient_resources);
}

// What was added and deleted in one transaction never was.
TEST(Transaction, CommitNamesNetChanges) {
  TwoSessions machine;
  machine.add(provider(guid(1)));
  static_cast<void>(machine.engine.take_events());
  ASSERT_EQ(machine.begin(machine.admin), Status::success);
  machine.add(provider(guid(2)));
  ASSERT_EQ(machine.try_remove<Provider>(machine.admin, guid(2)), Status::success);
  ASSERT_EQ(machine.try_remove<Provider>(machine.admin, guid(1)), Status::success);
  machine.add(provider(guid(1)));
  ASSERT_EQ(machine.commit(machine.admin), Status::success);
  const Events events = machine.engine.take_events();
  ASSERT_EQ(events.commits.size(), 1U);
  const auto& changes = events.commits[0].changes;
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].type, ChangeType::remove);
  EXPECT_EQ(changes[1].type, ChangeType::add);
  EXPECT_EQ(key_of(changes[1].object), guid(1));
}

}  // namespace
}  // namespace wfp::engine::test
