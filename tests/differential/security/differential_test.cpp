// A short run that is always the same, and the completeness of the list of explanations. Long runs:
// differ.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "byte_rules.h"
#include "describe.h"
#include "questions.h"
#include "run.h"
#include "security/sddl.h"

namespace wfp::differential {
namespace {

constexpr std::uint64_t kInputs = 20'000;
constexpr std::uint64_t kFullInputs = 400'000;

TEST(Differential, NothingDiffersFromSambaWithoutExplanation) {
  const std::string library = test::Samba::installed();
  if (library.empty()) GTEST_SKIP() << "no Samba to compare with: samba-libs is not installed";
  const bool full = std::getenv("OPENWFP_FULL") != nullptr;
  const auto report = run({.inputs = full ? kFullInputs : kInputs, .peer = library});
  ASSERT_TRUE(report) << report.error().what;
  EXPECT_EQ(report->unexplained, 0u) << to_string(*report);
  for (const char* kind : {"sddl", "print", "binary", "check"}) {
    EXPECT_GT(report->kinds.at(kind).agreed, report->kinds.at(kind).inputs / 4) << kind;
  }
}

// Each function has its row with a reason, and each such row its function.
TEST(Differential, EveryCodedRuleIsListed) {
  const auto explanations = Explanations::load(WFP_EXPLAINED, "4.17");
  ASSERT_TRUE(explanations) << explanations.error().what;
  std::size_t coded = 0;
  for (const auto& rule : byte_rules()) EXPECT_TRUE(explanations->has(rule.id)) << rule.id;
  for (const auto& rule : question_rules()) EXPECT_TRUE(explanations->has(rule.id)) << rule.id;
  for (const auto& row : explanations->rows()) coded += row.action == "code" ? 1 : 0;
  EXPECT_EQ(coded, byte_rules().size() + question_rules().size() + 1);  // and binary-parts-overlap
}

TEST(Differential, EveryRowHasAReasonAndAnIdOfItsOwn) {
  std::vector<std::string> ids;
  for (const char* peer : {"4.17", "4.22"}) {
    const auto explanations = Explanations::load(WFP_EXPLAINED, peer);
    ASSERT_TRUE(explanations) << explanations.error().what;
    ids.clear();
    for (const auto& row : explanations->rows()) {
      EXPECT_FALSE(row.reason.empty()) << row.id;
      ids.push_back(row.id);
    }
    std::ranges::sort(ids);
    EXPECT_EQ(std::ranges::adjacent_find(ids), ids.end());
  }
}

TEST(DescribeBytes, SaysWhatADescriptorMeans) {
  const auto descriptor = security::read_sddl("O:SYD:P(A;CI;GA;;;BA)");
  ASSERT_TRUE(descriptor);
  EXPECT_EQ(describe(descriptor->to_bytes()),
            "control 9004\nowner S-1-5-18\ngroup none\ndacl 1 ACEs\n"
            "  type 00 flags 02 mask 10000000 S-1-5-32-544\nsacl absent\n");
  EXPECT_EQ(describe(security::Bytes(7)), "unreadable: the header\n");
}

}  // namespace
}  // namespace wfp::differential
