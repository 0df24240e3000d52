// What is written is read back as the same, whatever the policy.
#include <gtest/gtest.h>

#include <algorithm>

#include "cli/policy_parser.h"
#include "cli/policy_print.h"
#include "policy_samples.h"

namespace wfp::cli {
namespace {

constexpr unsigned kPolicies = 400;
const PolicyPeople kNobody{};

template <class Object>
void expect_same(const std::vector<Object>& a, const std::vector<Object>& b,
                 const std::string& text) {
  ASSERT_EQ(a.size(), b.size()) << text;
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_TRUE(same_content(a[i], b[i])) << a[i].name << "\n" << text;
    EXPECT_EQ(a[i].security, b[i].security);
  }
}

TEST(PolicyRoundTrip, PrintAndParseAreInverses) {
  for (unsigned seed = 0; seed < kPolicies && !testing::Test::HasFailure(); ++seed) {
    Policy policy = PolicySamples(seed).policy(12);
    const std::string text = print_policy(policy, kNobody);
    const auto read = parse_policy(text, "sample", kNobody);
    ASSERT_TRUE(read) << seed << ": " << to_text(read.error()) << text;
    expect_same(policy.providers, read->providers, text);
    expect_same(policy.contexts, read->contexts, text);
    expect_same(policy.sublayers, read->sublayers, text);
    expect_same(policy.callouts, read->callouts, text);
    expect_same(policy.filters, read->filters, text);
    EXPECT_EQ(print_policy(*read, kNobody), text);
  }
}

TEST(PolicyRoundTrip, TheOrderIsStable) {
  Policy policy = PolicySamples(7).policy(40);
  for (std::size_t i = 0; i < policy.filters.size(); ++i) policy.filters[i].id = i + 1;
  sort_policy(policy);
  const std::string once = print_policy(policy, kNobody);
  std::ranges::reverse(policy.filters);
  std::ranges::reverse(policy.sublayers);
  std::ranges::reverse(policy.providers);
  sort_policy(policy);
  EXPECT_EQ(print_policy(policy, kNobody), once);
}

}  // namespace
}  // namespace wfp::cli
