#include "daemon/transaction.h"

#include <gtest/gtest.h>

namespace wfp::daemon {
namespace {

using Hold = TransactionLock::Hold;

// A loop and a clock that only the test moves.
class TransactionTest : public testing::Test {
 protected:
  void advance(kj::Duration by) {
    now_ = now_ + by;
    timer_.advanceTo(now_);
    loop_.run();
  }
  Result<void> now(kj::Promise<Result<void>>& promise) {
    EXPECT_TRUE(promise.poll(scope_)) << "still waiting";
    return promise.wait(scope_);
  }
  Result<void> begin(TransactionState& state, std::uint32_t flags = 0) {
    auto promise = state.begin(flags);
    return now(promise);
  }

  ~TransactionTest() noexcept override {}  // the loop's destructor may throw

  kj::EventLoop loop_;
  kj::WaitScope scope_{loop_};
  kj::TimePoint now_ = kj::origin<kj::TimePoint>();
  kj::TimerImpl timer_{now_};
  TransactionLock lock_{timer_};
  TransactionState alice_{lock_, timer_, 0};
  TransactionState bob_{lock_, timer_, 100};
};

TEST_F(TransactionTest, ASecondBeginInOneSessionIsInProgress) {
  EXPECT_TRUE(begin(alice_));
  EXPECT_EQ(begin(alice_).error().status, Status::fwp_txn_in_progress);
  EXPECT_TRUE(alice_.active());
}

TEST_F(TransactionTest, EndWithoutBeginIsNoTransaction) {
  EXPECT_EQ(alice_.commit().error().status, Status::fwp_no_txn_in_progress);
  EXPECT_EQ(alice_.abort().error().status, Status::fwp_no_txn_in_progress);
}

TEST_F(TransactionTest, CommitAndAbortLetGo) {
  ASSERT_TRUE(begin(alice_));
  EXPECT_TRUE(alice_.commit());
  ASSERT_TRUE(begin(bob_));
  EXPECT_TRUE(bob_.abort());
  EXPECT_TRUE(begin(alice_));
}

TEST_F(TransactionTest, UnknownFlagsAreInvalid) {
  EXPECT_EQ(begin(alice_, 2).error().status, Status::fwp_invalid_flags);
  EXPECT_EQ(begin(alice_, 3).error().status, Status::fwp_invalid_flags);
  EXPECT_FALSE(alice_.active());
}

TEST_F(TransactionTest, ReadersShareAndAWriterIsAlone) {
  ASSERT_TRUE(begin(alice_, schema::kTxnReadOnly));
  ASSERT_TRUE(begin(bob_, schema::kTxnReadOnly));
  TransactionState carol(lock_, timer_, 0);
  auto waiting = carol.begin(0);
  EXPECT_FALSE(waiting.poll(scope_));
  EXPECT_TRUE(alice_.commit());
  EXPECT_FALSE(waiting.poll(scope_));
  EXPECT_TRUE(bob_.commit());
  EXPECT_TRUE(now(waiting));
}

TEST_F(TransactionTest, AWaitEndsWithTimeoutAfterTheSessionsOwnTime) {
  ASSERT_TRUE(begin(alice_));
  auto waiting = bob_.begin(0);
  advance(99 * kj::MILLISECONDS);
  EXPECT_FALSE(waiting.poll(scope_));
  advance(1 * kj::MILLISECONDS);
  EXPECT_EQ(now(waiting).error().status, Status::fwp_timeout);
  EXPECT_FALSE(bob_.active());
}

TEST_F(TransactionTest, ZeroMeansFifteenSeconds) {
  ASSERT_TRUE(begin(bob_));
  auto waiting = alice_.begin(0);
  advance(14'999 * kj::MILLISECONDS);
  EXPECT_FALSE(waiting.poll(scope_));
  advance(1 * kj::MILLISECONDS);
  EXPECT_EQ(now(waiting).error().status, Status::fwp_timeout);
}

TEST_F(TransactionTest, AnInfiniteWaitOutlastsTheHoldLimitOnly) {
  TransactionState patient(lock_, timer_, kInfiniteWaitMs);
  ASSERT_TRUE(begin(alice_));
  auto waiting = patient.begin(0);
  advance(59 * kj::MINUTES);
  EXPECT_FALSE(waiting.poll(scope_));
  advance(1 * kj::MINUTES);
  EXPECT_TRUE(now(waiting));
}

TEST_F(TransactionTest, AnOverlongTransactionIsAbortedAndItsSessionToldOnce) {
  ASSERT_TRUE(begin(alice_));
  advance(kTransactionHoldLimit);
  EXPECT_FALSE(alice_.active());
  EXPECT_EQ(alice_.check_not_aborted().error().status, Status::fwp_txn_aborted);
  EXPECT_TRUE(alice_.check_not_aborted());
  EXPECT_TRUE(begin(bob_));
}

TEST_F(TransactionTest, ASessionThatDiesLetsGo) {
  auto dying = std::make_unique<TransactionState>(lock_, timer_, 0);
  ASSERT_TRUE(begin(*dying));
  auto waiting = alice_.begin(0);
  EXPECT_FALSE(waiting.poll(scope_));
  dying.reset();
  EXPECT_TRUE(now(waiting));
}

TEST_F(TransactionTest, AWaiterThatGoesAwayIsForgotten) {
  ASSERT_TRUE(begin(alice_));
  {
    auto abandoned = bob_.begin(0);
  }
  EXPECT_FALSE(bob_.active());
  EXPECT_TRUE(alice_.commit());
  EXPECT_TRUE(begin(bob_));
}

TEST_F(TransactionTest, AGrantThatNobodyTookGoesBack) {
  ASSERT_TRUE(begin(alice_));
  {
    auto abandoned = bob_.begin(0);
    EXPECT_FALSE(abandoned.poll(scope_));
    EXPECT_TRUE(
        alice_.commit());  // grants it to bob, whose promise is dropped before it is looked at
  }
  EXPECT_TRUE(begin(alice_));
}

TEST_F(TransactionTest, LaterReadersDoNotOvertakeAWaitingWriter) {
  ASSERT_TRUE(begin(alice_, schema::kTxnReadOnly));
  auto writer = bob_.begin(0);
  TransactionState carol(lock_, timer_, 0);
  auto reader = carol.begin(schema::kTxnReadOnly);
  EXPECT_FALSE(reader.poll(scope_));
  advance(100 * kj::MILLISECONDS);  // the writer gives up, and the reader need not wait any more
  EXPECT_EQ(now(writer).error().status, Status::fwp_timeout);
  EXPECT_TRUE(now(reader));
}

TEST_F(TransactionTest, AnImplicitWriteWaitsForTheExplicitOne) {
  ASSERT_TRUE(begin(alice_));
  auto implicit = bob_.implicit(TransactionKind::read_write);
  EXPECT_FALSE(implicit.poll(scope_));
  EXPECT_TRUE(alice_.commit());
  EXPECT_TRUE(implicit.poll(scope_));
  EXPECT_TRUE(implicit.wait(scope_));
}

}  // namespace
}  // namespace wfp::daemon
