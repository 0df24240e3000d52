#include "engine/lock.h"

#include <gtest/gtest.h>

namespace wfp::engine {
namespace {

const Guid kA{1, 0, 0, {}};
const Guid kB{2, 0, 0, {}};
const Guid kC{3, 0, 0, {}};

// D: many readers or one writer in the whole engine.
TEST(TransactionLock, ManyReadersOrOneWriter) {
  TransactionLock lock;
  EXPECT_TRUE(lock.acquire(kA, Access::read, 10));
  EXPECT_TRUE(lock.acquire(kB, Access::read, 10));
  EXPECT_FALSE(lock.acquire(kC, Access::write, 10));
  EXPECT_TRUE(lock.release(kA).empty());
  const auto outcomes = lock.release(kB);
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].holder, kC);
  EXPECT_TRUE(outcomes[0].granted);
}

TEST(TransactionLock, WriterExcludesReadersAndWriters) {
  TransactionLock lock;
  EXPECT_TRUE(lock.acquire(kA, Access::write, 10));
  EXPECT_FALSE(lock.acquire(kB, Access::read, 10));
  EXPECT_FALSE(lock.acquire(kC, Access::write, 10));
}

TEST(TransactionLock, ReaderBehindAWaitingWriterWaits) {
  TransactionLock lock;
  EXPECT_TRUE(lock.acquire(kA, Access::read, 10));
  EXPECT_FALSE(lock.acquire(kB, Access::write, 10));
  EXPECT_FALSE(lock.acquire(kC, Access::read, 10));
  const auto outcomes = lock.release(kA);
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].holder, kB);
  EXPECT_TRUE(lock.is_waiting(kC));
}

// D: waiting longer than the session's limit fails.
TEST(TransactionLock, WaitEndsAtTheDeadline) {
  TransactionLock lock;
  EXPECT_TRUE(lock.acquire(kA, Access::write, std::nullopt));
  EXPECT_FALSE(lock.acquire(kB, Access::write, 10));
  EXPECT_EQ(lock.next_deadline(), 10U);
  EXPECT_TRUE(lock.expire(9).empty());
  const auto outcomes = lock.expire(10);
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_FALSE(outcomes[0].granted);
  EXPECT_FALSE(lock.is_waiting(kB));
}

TEST(TransactionLock, ExpiryOfAWriterLetsReadersIn) {
  TransactionLock lock;
  EXPECT_TRUE(lock.acquire(kA, Access::read, std::nullopt));
  EXPECT_FALSE(lock.acquire(kB, Access::write, 10));
  EXPECT_FALSE(lock.acquire(kC, Access::read, 20));
  const auto outcomes = lock.expire(10);
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_EQ(outcomes[1].holder, kC);
  EXPECT_TRUE(outcomes[1].granted);
}

TEST(TransactionLock, InfiniteWaitHasNoDeadline) {
  TransactionLock lock;
  EXPECT_TRUE(lock.acquire(kA, Access::write, std::nullopt));
  EXPECT_FALSE(lock.acquire(kB, Access::write, std::nullopt));
  EXPECT_EQ(lock.next_deadline(), std::nullopt);
  EXPECT_TRUE(lock.expire(~Time{0}).empty());
}

TEST(TransactionLock, WhoGivesUpWaitingIsSkipped) {
  TransactionLock lock;
  EXPECT_TRUE(lock.acquire(kA, Access::write, std::nullopt));
  EXPECT_FALSE(lock.acquire(kB, Access::write, std::nullopt));
  EXPECT_FALSE(lock.acquire(kC, Access::write, std::nullopt));
  EXPECT_TRUE(lock.release(kB).empty());
  const auto outcomes = lock.release(kA);
  ASSERT_EQ(outcomes.size(), 1U);
  EXPECT_EQ(outcomes[0].holder, kC);
}

}  // namespace
}  // namespace wfp::engine
