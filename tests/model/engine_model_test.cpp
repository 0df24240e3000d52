// The engine against its model: random sequences of sessions, transactions, adds, deletes, kills
// and restarts. The model proves that it would find a bug by finding those of planted.h, one by
// one.
#include <gtest/gtest.h>

#include <cstdlib>

#include "engine/planted.h"
#include "engine_driver.h"

namespace wfp::engine {

Bug planted_bug = Bug::none;

namespace {

std::uint64_t steps() {
  const char* full = std::getenv("OPENWFP_FULL");
  return full != nullptr && full[0] == '1' ? 1'000'000 : 20'000;
}

struct Plant {
  explicit Plant(Bug bug) { planted_bug = bug; }
  Plant(const Plant&) = delete;
  Plant& operator=(const Plant&) = delete;
  ~Plant() { planted_bug = Bug::none; }
};

TEST(EngineModel, AgreesWithTheEngine) {
  model::EngineDriver driver(20260701);
  EXPECT_EQ(driver.run(steps()), std::nullopt);
  const auto& tally = driver.tally();
  EXPECT_GT(tally.added, steps() / 50);
  EXPECT_GT(tally.removed, steps() / 200);
  EXPECT_GT(tally.committed, steps() / 100);
  EXPECT_GT(tally.waited, steps() / 1000);
  EXPECT_GT(tally.blocked, steps() / 100);
  EXPECT_GT(tally.permitted, steps() / 100);
  EXPECT_GT(tally.killed, steps() / 500);
  EXPECT_GT(tally.restarted, steps() / 2000);
  EXPECT_GT(tally.came_back, steps() / 20'000);
  EXPECT_GT(tally.not_stored, steps() / 10'000);
  EXPECT_GT(tally.most_filters, 10U);
}

TEST(EngineModel, AgreesFromSeveralStarts) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    EXPECT_EQ(model::EngineDriver(seed).run(steps() / 10), std::nullopt) << "seed " << seed;
  }
}

class PlantedBug : public testing::TestWithParam<int> {};

TEST_P(PlantedBug, IsFound) {
  const Plant plant(static_cast<Bug>(GetParam()));
  EXPECT_NE(model::EngineDriver(20260701).run(60'000), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(All, PlantedBug, testing::Range(1, kBugCount + 1));

}  // namespace
}  // namespace wfp::engine
