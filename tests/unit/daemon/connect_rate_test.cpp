#include "daemon/connect_rate.h"

#include <gtest/gtest.h>

namespace wfp::daemon {
namespace {

constexpr uid_t kAlice = 1000;
constexpr uid_t kBob = 1001;

TEST(ConnectRate, ABurstThenTheRate) {
  ConnectRate rate;
  auto now = kj::origin<kj::TimePoint>();
  for (std::uint32_t i = 0; i < kUserConnectRate.burst; ++i)
    ASSERT_TRUE(rate.take(kAlice, now)) << i;
  EXPECT_FALSE(rate.take(kAlice, now));
  now = now + 1 * kj::SECONDS / static_cast<int>(kUserConnectRate.per_second);
  EXPECT_TRUE(rate.take(kAlice, now));
  EXPECT_FALSE(rate.take(kAlice, now));
}

TEST(ConnectRate, OneUsersHasteIsNotAnothersWait) {
  ConnectRate rate;
  const auto now = kj::origin<kj::TimePoint>();
  while (rate.take(kAlice, now)) {
  }
  EXPECT_TRUE(rate.take(kBob, now));
  EXPECT_TRUE(rate.take(0, now));
}

TEST(ConnectRate, RestDoesNotSaveUpMoreThanABurst) {
  ConnectRate rate;
  auto now = kj::origin<kj::TimePoint>();
  while (rate.take(kAlice, now)) {
  }
  now = now + 1 * kj::HOURS;
  std::uint32_t taken = 0;
  while (rate.take(kAlice, now)) ++taken;
  EXPECT_EQ(taken, kUserConnectRate.burst);
}

}  // namespace
}  // namespace wfp::daemon
