#include "endpoint/snapshot.h"

#include <gtest/gtest.h>

#include <type_traits>

#include "sample.h"

namespace wfp::endpoint {
namespace {

TEST(Snapshot, FindsRowsByIdAndNothingElse) {
  const Snapshot snapshot = sample::snapshot();
  ASSERT_TRUE(snapshot.find(102));
  EXPECT_EQ(snapshot.find(102)->remote_port, 25);
  EXPECT_FALSE(snapshot.find(99));
  EXPECT_FALSE(snapshot.find(200));
  EXPECT_FALSE(Snapshot().find(0));
}

TEST(Snapshot, RowsNameTheirTables) {
  const Snapshot snapshot = sample::snapshot();
  const Endpoint& ssh = snapshot.endpoints[sample::root_ssh];
  EXPECT_EQ(snapshot.application(ssh)->id, "/usr/sbin/sshd");
  EXPECT_EQ(snapshot.credential_set(ssh)->uid, 0u);
  EXPECT_EQ(snapshot.cgroup(ssh)->service, "ssh");
  EXPECT_EQ(snapshot.owner(ssh)->pid, 13u);
}

TEST(Snapshot, WhatIsAbsentIsNull) {
  const Snapshot snapshot = sample::snapshot();
  const Endpoint& row = snapshot.endpoints[sample::nobodys];
  EXPECT_FALSE(snapshot.owner(row));
  EXPECT_FALSE(snapshot.application(row));
  EXPECT_FALSE(snapshot.credential_set(row));
  EXPECT_FALSE(snapshot.cgroup(row));
  EXPECT_FALSE(snapshot.network_namespace(row));
  EXPECT_TRUE(snapshot.holders_of(row).empty());
}

TEST(Snapshot, HoldersAreARunOfProcesses) {
  Snapshot snapshot = sample::snapshot();
  snapshot.holders = {3, 0, 2, 1};
  Endpoint& row = snapshot.endpoints[0];
  row.first_holder = 1;
  row.holder_count = 2;
  const auto holders = snapshot.holders_of(row);
  EXPECT_EQ(std::vector<Index>(holders.begin(), holders.end()), (std::vector<Index>{0, 2}));
}

TEST(Snapshot, RowsCopyAsMemory) { EXPECT_TRUE(std::is_trivially_copyable_v<Endpoint>); }

}  // namespace
}  // namespace wfp::endpoint
