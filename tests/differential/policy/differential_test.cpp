// 10,000 random (policy, operation) pairs, 100,000 with OPENWFP_FULL=1: engine::classify and the
// image must say the same, down to the filter that decided and every filter that spoke.
#include <gtest/gtest.h>

#include <cstdlib>

#include "compile/compile.h"
#include "engine/classify.h"
#include "engine/describe.h"
#include "mutation.h"
#include "random_world.h"

namespace wfp::compile::differential {
namespace {

constexpr wfp_key kHashKey{0x0123456789ABCDEF, 0xFEDCBA9876543210};

std::uint64_t pairs() {
  const char* full = std::getenv("OPENWFP_FULL");
  return full != nullptr && full[0] == '1' ? 100'000 : 10'000;
}

// What both sides say, in one form.
struct Answer {
  bool blocks = false;
  bool hard = false;
  std::uint64_t filter = 0;
  std::size_t hit_count = 0;
  std::vector<std::uint64_t> hits;  // the first WFP_MAX_HITS
  bool operator==(const Answer&) const = default;
};

Answer answer_of(const engine::Decision& decision) {
  Answer answer{decision.verdict == engine::Verdict::block,
                decision.strength == engine::Strength::hard,
                decision.filter_id,
                0,
                {}};
  for (const engine::FilterStep& step : decision.hits()) {
    if (answer.hit_count++ < WFP_MAX_HITS) answer.hits.push_back(step.id);
  }
  return answer;
}

Answer answer_of(const Image& image, std::uint32_t layer, const wfp_policy_decision& decision) {
  EXPECT_EQ(decision.flags & WFP_BROKEN, 0U);
  Answer answer{(decision.flags & WFP_BLOCKED) != 0,
                (decision.flags & WFP_FINAL) != 0,
                decision.filter_id,
                decision.hit_count,
                {}};
  const auto& header = image.header();
  const wfp_image_layer& own = image.pages()[header.section[WFP_SECTION_LAYERS]].layer[layer];
  constexpr std::uint32_t kPerPage = WFP_PAGE_SIZE / sizeof(wfp_rule);
  for (std::uint32_t i = 0; i < std::min<std::uint32_t>(decision.hit_count, WFP_MAX_HITS); ++i) {
    const std::uint32_t rule = own.first_rule + decision.hits[i];
    const wfp_page& page = image.pages()[header.section[WFP_SECTION_RULES] + rule / kPerPage];
    answer.hits.push_back(page.rule[rule % kPerPage].filter_id);
  }
  return answer;
}

struct Tally {
  std::uint64_t pairs = 0, blocked = 0, permitted = 0, undecided = 0, several_hits = 0,
                users_decided = 0, most_rules = 0, most_dimensions = 0;
};

// The first difference between a policy's two forms over some operations; nothing: there is none.
std::optional<std::string> compare(RandomWorld& world, std::size_t filters,
                                   std::uint64_t operations, Mutation mutation, Tally& tally) {
  const std::optional<schema::LayerId> layer =
      filters > 100 ? std::optional(world.layer()) : std::nullopt;
  const engine::SnapshotRef policy = world.policy(filters, layer);
  const engine::CalloutRegistry callouts;
  const auto compiled = compile(*policy, callouts, {.hash_key = kHashKey});
  if (!compiled) return "refused: " + compiled.error().what;
  const Image image = mutated(*compiled, mutation);
  for (const auto& own : image.pages()[image.header().section[WFP_SECTION_LAYERS]].layer) {
    tally.most_rules = std::max<std::uint64_t>(tally.most_rules, own.rule_count);
    tally.most_dimensions = std::max<std::uint64_t>(tally.most_dimensions, own.dimension_count);
  }
  for (std::uint64_t i = 0; i < operations; ++i) {
    engine::Request request = world.request(layer.value_or(world.layer()));
    WireRequest wire(request, kHashKey);
    if (request.layer().position(schema::FieldId::ale_user_id) && !world.one_in(8)) {
      const User user = world.user(kHashKey);
      EXPECT_TRUE(request.set(schema::FieldId::ale_user_id, user.token));
      wire.set_token(user.wire, user.groups);
    }
    const engine::Decision decision = engine::classify(request, *policy, callouts);
    const Answer wanted = answer_of(decision);
    const Answer got = answer_of(image, wire.wire().layer, evaluate(image, wire.wire()));
    ++tally.pairs;
    ++(wanted.hit_count == 0 ? tally.undecided : wanted.blocks ? tally.blocked : tally.permitted);
    if (wanted.hit_count > 1) ++tally.several_hits;
    if (wanted != got) {
      return "the image says " + std::string(got.blocks ? "block" : "permit") + " by filter " +
             std::to_string(got.filter) + ", the engine\n" + engine::describe(decision);
    }
  }
  return std::nullopt;
}

std::optional<std::string> compare_many(std::uint64_t seed, std::uint64_t pairs, Mutation mutation,
                                        Tally& tally) {
  for (; tally.pairs < pairs; ++seed) {
    RandomWorld world(seed);
    const std::size_t filters = world.one_in(100) ? 9000
                                : world.one_in(3) ? 60 + world.pick(40)
                                                  : 400;
    if (auto difference = compare(world, filters, filters > 1000 ? 1000 : 100, mutation, tally))
      return "seed " + std::to_string(seed) + ": " + *difference;
  }
  return std::nullopt;
}

TEST(PolicyImage, DecidesAsTheEngineDoes) {
  Tally tally;
  EXPECT_EQ(compare_many(1, pairs(), Mutation::none, tally), std::nullopt);
  EXPECT_GT(tally.blocked, pairs() / 20);
  EXPECT_GT(tally.permitted, pairs() / 20);
  EXPECT_GT(tally.undecided, pairs() / 50);
  EXPECT_GT(tally.several_hits, pairs() / 20);
  EXPECT_GT(tally.most_dimensions, WFP_SCANNED_DIMENSIONS + 4U);
}

class MutatedImage : public testing::TestWithParam<int> {};

TEST_P(MutatedImage, IsFound) {
  Tally tally;
  EXPECT_NE(compare_many(1, 10'000, static_cast<Mutation>(GetParam()), tally), std::nullopt);
}

INSTANTIATE_TEST_SUITE_P(All, MutatedImage, testing::Range(1, kMutations + 1));

}  // namespace
}  // namespace wfp::compile::differential
