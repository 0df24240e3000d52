#include "kernel/credential_table.h"

#include <gtest/gtest.h>

namespace wfp::kernel {
namespace {

endpoint::CredentialSet set_of(std::uint32_t uid, std::vector<std::uint32_t> groups) {
  endpoint::CredentialSet set;
  set.uid = uid;
  set.groups = std::move(groups);
  return set;
}

TEST(CredentialTable, EqualSetsShareAnId) {
  CredentialTable table;
  const auto first = table.intern(set_of(1000, {4, 24}));
  EXPECT_EQ(table.intern(set_of(1000, {4, 24})), first);
  EXPECT_EQ(table.find(first->id), first);
}

TEST(CredentialTable, AnyDifferenceMakesAnotherId) {
  CredentialTable table;
  const auto first = table.intern(set_of(1000, {4, 24}));
  EXPECT_NE(table.intern(set_of(1001, {4, 24}))->id, first->id);
  EXPECT_NE(table.intern(set_of(1000, {4}))->id, first->id);
  auto foreign = set_of(1000, {4, 24});
  foreign.foreign = true;
  EXPECT_NE(table.intern(foreign)->id, first->id);
  auto privileged = set_of(1000, {4, 24});
  privileged.capabilities = 1;
  EXPECT_NE(table.intern(privileged)->id, first->id);
}

TEST(CredentialTable, KeepsWhatIsHeldAndNeverGivesAnIdTwice) {
  CredentialTable table;
  const auto held = table.intern(set_of(1, {}));
  const auto dropped = table.intern(set_of(2, {}))->id;
  table.drop_unused();
  EXPECT_EQ(table.size(), 1u);
  EXPECT_EQ(table.find(held->id), held);
  EXPECT_EQ(table.find(dropped), nullptr);
  EXPECT_GT(table.intern(set_of(2, {}))->id, dropped);
}

TEST(CredentialTable, ZeroIsNoId) {
  CredentialTable table;
  EXPECT_NE(table.intern(set_of(0, {}))->id, 0u);
  EXPECT_EQ(table.find(0), nullptr);
}

}  // namespace
}  // namespace wfp::kernel
