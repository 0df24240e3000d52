#include "daemon/quotas.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "daemon/connect_rate.h"

namespace wfp::daemon {
namespace {

constexpr uid_t kAlice = 1000;
constexpr uid_t kBob = 1001;

QuotaCeilings small(std::uint64_t user, std::uint64_t root, std::uint64_t everyone) {
  QuotaCeilings ceilings{};
  ceilings.user.fill(user);
  ceilings.root.fill(root);
  ceilings.everyone.fill(everyone);
  return ceilings;
}

TEST(Quotas, ADroppedChargeGivesItsShareBack) {
  Ledger ledger(small(1, 1, 10));
  {
    auto charge = ledger.take(kAlice, Quota::sessions);
    ASSERT_TRUE(charge);
    EXPECT_EQ(ledger.used(kAlice, Quota::sessions), 1u);
    EXPECT_EQ(ledger.take(kAlice, Quota::sessions).error().status, Status::quota_exceeded);
  }
  EXPECT_EQ(ledger.used(kAlice, Quota::sessions), 0u);
  EXPECT_TRUE(ledger.take(kAlice, Quota::sessions));
}

TEST(Quotas, OneUsersGreedIsNotAnothersLoss) {
  Ledger ledger(small(2, 2, 10));
  const auto first = ledger.take(kAlice, Quota::connections, 2);
  ASSERT_TRUE(first);
  EXPECT_FALSE(ledger.take(kAlice, Quota::connections));
  EXPECT_TRUE(ledger.take(kBob, Quota::connections, 2));
}

TEST(Quotas, ManyUsersTogetherLeaveRootItsShare) {
  Ledger ledger(small(2, 2, 3));
  const auto alice = ledger.take(kAlice, Quota::passes, 2);
  const auto bob = ledger.take(kBob, Quota::passes, 1);
  ASSERT_TRUE(alice && bob);
  EXPECT_EQ(ledger.take(kBob, Quota::passes).error().status, Status::quota_exceeded);
  EXPECT_TRUE(ledger.take(0, Quota::passes, 2));
}

TEST(Quotas, RootIsBoundToo) {
  Ledger ledger(small(1, 2, 3));
  EXPECT_FALSE(ledger.take(0, Quota::sessions, 3));
}

TEST(Quotas, AHugeAmountDoesNotWrapAround) {
  Ledger ledger(small(10, 10, 10));
  const auto held = ledger.take(kAlice, Quota::held_bytes, 10);
  ASSERT_TRUE(held);
  EXPECT_FALSE(ledger.take(kAlice, Quota::held_bytes, ~std::uint64_t{0}));
}

TEST(Quotas, AMovedChargeGivesBackOnce) {
  Ledger ledger(small(4, 4, 4));
  auto first = ledger.take(kAlice, Quota::sessions, 3);
  ASSERT_TRUE(first);
  Charge kept = *std::move(first);
  EXPECT_EQ(kept.amount(), 3u);
  kept = Charge();
  EXPECT_EQ(ledger.used(kAlice, Quota::sessions), 0u);
}

TEST(Quotas, ALowerCeilingThanWhatIsHeldRefusesMore) {
  Ledger ledger(small(5, 5, 2));
  const auto held = ledger.take(kAlice, Quota::sessions, 2);
  ASSERT_TRUE(held);
  EXPECT_FALSE(ledger.take(kBob, Quota::sessions));
}

TEST(Quotas, TheDocumentSaysTheNumbersOfTheTable) {
  std::ifstream file(WFP_SOURCE_DIR "/docs/quotas.md");
  std::ostringstream text;
  text << file.rdbuf();
  for (const QuotaRow& row : kQuotas) {
    std::ostringstream line;
    line << "| " << row.name << " | " << row.unit << " | " << row.user << " | " << row.root << " | "
         << row.everyone << " | " << row.counts << " |\n";
    EXPECT_NE(text.str().find(line.str()), std::string::npos) << line.str();
  }
  EXPECT_NE(text.str().find("connect " + std::to_string(kUserConnectRate.per_second) +
                            " times a second (" + std::to_string(kUserConnectRate.burst) +
                            " at once), root " + std::to_string(kRootConnectRate.per_second) +
                            " times (" + std::to_string(kRootConnectRate.burst) + " at once)"),
            std::string::npos);
}

}  // namespace
}  // namespace wfp::daemon
