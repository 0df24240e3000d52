#include "engine/arbitration.h"

#include <gtest/gtest.h>

#include <optional>

namespace wfp::engine {
namespace {

constexpr Opinion kSoftPermit{Verdict::permit, Strength::soft, false};
constexpr Opinion kHardPermit{Verdict::permit, Strength::hard, false};
constexpr Opinion kHardBlock{Verdict::block, Strength::hard, false};
constexpr Opinion kCalloutSoftBlock{Verdict::block, Strength::soft, true};
constexpr Opinion kCalloutHardBlock{Verdict::block, Strength::hard, true};

struct Standing {
  Verdict verdict;
  Strength strength;
  bool operator==(const Standing&) const = default;
};
constexpr Standing kSP{Verdict::permit, Strength::soft};
constexpr Standing kHP{Verdict::permit, Strength::hard};
constexpr Standing kSB{Verdict::block, Strength::soft};
constexpr Standing kHB{Verdict::block, Strength::hard};

Standing after(std::optional<Opinion> first, const Opinion& second) {
  Arbiter arbiter;
  if (first) arbiter.hear(*first);
  arbiter.hear(second);
  return {arbiter.verdict(), arbiter.strength()};
}

// D: filter-arbitration, the table of standing and new decisions.
TEST(Arbitration, StandingDecisionTable) {
  EXPECT_EQ(after(std::nullopt, kSoftPermit), kSP);
  EXPECT_EQ(after(std::nullopt, kHardPermit), kHP);
  EXPECT_EQ(after(std::nullopt, kCalloutSoftBlock), kSB);
  EXPECT_EQ(after(std::nullopt, kHardBlock), kHB);

  EXPECT_EQ(after(kSoftPermit, kSoftPermit), kSP);
  EXPECT_EQ(after(kSoftPermit, kHardPermit), kHP);
  EXPECT_EQ(after(kSoftPermit, kCalloutSoftBlock), kSB);
  EXPECT_EQ(after(kSoftPermit, kHardBlock), kHB);

  EXPECT_EQ(after(kHardPermit, kSoftPermit), kHP);
  EXPECT_EQ(after(kHardPermit, kHardPermit), kHP);
  EXPECT_EQ(after(kHardPermit, kHardBlock), kHP);         // a filter cannot veto
  EXPECT_EQ(after(kHardPermit, kCalloutSoftBlock), kHB);  // a callout's block is a veto
  EXPECT_EQ(after(kHardPermit, kCalloutHardBlock), kHB);

  EXPECT_EQ(after(kCalloutSoftBlock, kSoftPermit), kSP);
  EXPECT_EQ(after(kCalloutSoftBlock, kHardPermit), kHP);
  EXPECT_EQ(after(kCalloutSoftBlock, kCalloutSoftBlock), kSB);
  EXPECT_EQ(after(kCalloutSoftBlock, kHardBlock), kHB);

  for (const Opinion& any :
       {kSoftPermit, kHardPermit, kHardBlock, kCalloutSoftBlock, kCalloutHardBlock}) {
    EXPECT_EQ(after(kHardBlock, any), kHB);
  }
}

// I: a machine without filters has network.
TEST(Arbitration, NoOpinionPermits) {
  const Arbiter arbiter;
  EXPECT_FALSE(arbiter.has_decision());
  EXPECT_EQ(arbiter.verdict(), Verdict::permit);
}

TEST(Arbitration, EffectsNameWhatHappened) {
  Arbiter arbiter;
  EXPECT_EQ(arbiter.hear(kSoftPermit), Effect::decided);
  EXPECT_EQ(arbiter.hear(kSoftPermit), Effect::agreed);
  EXPECT_EQ(arbiter.hear(kCalloutSoftBlock), Effect::overrode);
  EXPECT_EQ(arbiter.hear(kHardPermit), Effect::overrode);
  EXPECT_EQ(arbiter.hear(kHardBlock), Effect::frozen);
  EXPECT_TRUE(arbiter.is_hard());
  EXPECT_FALSE(arbiter.is_final());
  EXPECT_EQ(arbiter.hear(kCalloutSoftBlock), Effect::vetoed);
  EXPECT_TRUE(arbiter.is_final());
  EXPECT_EQ(arbiter.hear(kCalloutHardBlock), Effect::frozen);
}

}  // namespace
}  // namespace wfp::engine
