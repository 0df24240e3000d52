#include "security/sid_hash.h"

#include <gtest/gtest.h>

namespace wfp::security {

// Puts a SID under a hash of the test's choice: the collision that nobody can craft from outside.
class SidTableTest : public ::testing::Test {
 protected:
  static void add(SidTable& table, const Sid& sid, std::uint64_t hash, std::uint32_t flags) {
    table.add(sid, hash, flags);
  }
};

TEST_F(SidTableTest, CollidingHashIsNoMatch) {
  SidTable table;
  add(table, Sid(5, {18}), 42, 1);
  EXPECT_EQ(table.find(Sid(5, {18}), 42), 1u);
  EXPECT_EQ(table.find(Sid(5, {19}), 42), 0u);
  add(table, Sid(5, {19}), 42, 2);
  EXPECT_EQ(table.find(Sid(5, {18}), 42), 1u);
  EXPECT_EQ(table.find(Sid(5, {19}), 42), 2u);
}

TEST_F(SidTableTest, FlagsAddUpAndManySidsAreFound) {
  SidTable table;
  for (std::uint32_t i = 0; i < 1000; ++i) table.add(Sid(5, {21, i}), 1);
  table.add(Sid(5, {21, 7}), 4);
  for (std::uint32_t i = 0; i < 1000; ++i) EXPECT_EQ(table.find(Sid(5, {21, i})), i == 7 ? 5u : 1u);
  EXPECT_EQ(table.find(Sid(5, {21, 1000})), 0u);
  EXPECT_EQ(SidTable().find(Sid()), 0u);
}

TEST(SidHash, SeedChangesTheHashAndEveryPartCounts) {
  EXPECT_NE(SidHash(1)(Sid(5, {18})), SidHash(2)(Sid(5, {18})));
  EXPECT_EQ(SidHash()(Sid(5, {18})), SidHash()(Sid(5, {18})));
  EXPECT_NE(SidHash(1)(Sid(5, {18})), SidHash(1)(Sid(5, {18, 0})));
  EXPECT_NE(SidHash(1)(Sid(5, {1, 2})), SidHash(1)(Sid(5, {2, 1})));
}

}  // namespace wfp::security
