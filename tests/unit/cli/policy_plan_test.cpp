#include "cli/policy_plan.h"

#include <gtest/gtest.h>

#include "cli/policy_parser.h"
#include "policy_samples.h"

namespace wfp::cli {
namespace {

using Kind = PolicyChange::Kind;
const PolicyPeople kNobody{};

constexpr const char* kBase =
    "provider corp\n"
    "sublayer s { provider corp; weight 5 }\n"
    "filter a { provider corp; sublayer s; layer connect-v4; block }\n"
    "filter b { provider corp; layer connect-v4; permit }\n";

Policy read(std::string_view text) { return *parse_policy(text, "p", kNobody); }

PolicyPlan plan(const Policy& engine, const Policy& file, bool prune = false) {
  auto made = plan_policy(engine, file, prune);
  EXPECT_TRUE(made) << to_text(made.error());
  return made ? *std::move(made) : PolicyPlan{};
}

std::string titles(const std::vector<AnyPolicyObject>& objects) {
  std::string text;
  for (const AnyPolicyObject& one : objects) text += title_of(one) + "\n";
  return text;
}

TEST(PolicyPlans, NothingIsDoneTwice) {
  const Policy policy = read(kBase);
  EXPECT_TRUE(plan(policy, policy, true).is_empty());
  for (unsigned seed = 0; seed < 50; ++seed) {
    const Policy sample = PolicySamples(seed).policy(10);
    Policy engine = sample;  // the engine does not tell descriptors apart here
    EXPECT_TRUE(plan(engine, sample, true).is_empty()) << seed;
  }
}

TEST(PolicyPlans, AddWhatIsReferredToFirst) {
  const Policy policy = read(kBase);
  const Policy nothing;
  const PolicyPlan made = plan(nothing, policy);
  EXPECT_EQ(
      titles(made.additions),
      "provider \"corp\"\nsublayer \"s\"\nfilter \"a\" (connect-v4)\nfilter \"b\" (connect-v4)\n");
  EXPECT_TRUE(made.deletions.empty());
}

TEST(PolicyPlans, AReplacedSublayerTakesItsFiltersAlong) {
  std::string text = kBase;
  text.replace(text.find("weight 5"), 8, "weight 6");
  const Policy engine = read(kBase), file = read(text);
  const PolicyPlan made = plan(engine, file);
  EXPECT_EQ(made.count(Kind::replace), 1u);
  EXPECT_EQ(made.count(Kind::renew), 1u);
  EXPECT_EQ(titles(made.deletions), "filter \"a\" (connect-v4)\nsublayer \"s\"\n");
  EXPECT_EQ(titles(made.additions), "sublayer \"s\"\nfilter \"a\" (connect-v4)\n");
}

TEST(PolicyPlans, WhatOthersReferToIsNotReplaced) {
  std::string text = kBase;
  text.replace(text.find("weight 5"), 8, "weight 6");
  Policy engine = read(kBase);
  const Policy file = read(text);
  engine.filters[0].key = derived_guid("filter", kZeroGuid, "somebody else's");
  const auto refused = plan_policy(engine, file, false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().exit, ExitCode::in_use);
  EXPECT_EQ(plan(engine, file, true).count(Kind::remove), 1u);  // its provider is the file's
}

TEST(PolicyPlans, OnlyTheFilesOwnProvidersArePruned) {
  const Policy engine = read(std::string(kBase) +
                             "provider other\nfilter c { provider other; layer bind-v4; block }\n"
                             "filter d { layer bind-v4; block }");
  const Policy file = read("provider corp");
  const PolicyPlan kept = plan(engine, file), pruned = plan(engine, file, true);
  EXPECT_TRUE(kept.is_empty());
  EXPECT_EQ(titles(pruned.deletions),
            "filter \"b\" (connect-v4)\nfilter \"a\" (connect-v4)\nsublayer \"s\"\n");
}

TEST(PolicyPlans, ADescriptorAloneIsSetInPlace) {
  Policy engine = read("sublayer s"), file = read("sublayer s { security \"D:(A;;CC;;;WD)\" }");
  engine.sublayers[0].security = "O:SYG:SYD:(A;;GA;;;SY)";
  EXPECT_EQ(plan(engine, file).count(Kind::secure), 1u);
  engine.sublayers[0].security = "O:SYG:SYD:(A;;CC;;;WD)(A;ID;GA;;;SY)";
  EXPECT_TRUE(plan(engine, file).is_empty());
}

TEST(PolicyPlans, DescriptorsAreComparedByTheirOwnParts) {
  EXPECT_TRUE(has_security("O:SYG:SYD:(A;;CC;;;WD)", "D:(A;;CC;;;WD)"));
  EXPECT_FALSE(has_security("O:SYG:SYD:(A;;CC;;;WD)", "O:BAD:(A;;CC;;;WD)"));
  EXPECT_FALSE(has_security("O:SYG:SYD:P(A;;CC;;;WD)", "D:(A;;CC;;;WD)"));
  EXPECT_FALSE(has_security("O:SYG:SYD:", "D:(A;;CC;;;WD)"));
  EXPECT_TRUE(has_security("O:SYG:SYD:", "O:SY"));
}

}  // namespace
}  // namespace wfp::cli
