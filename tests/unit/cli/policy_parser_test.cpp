#include "cli/policy_parser.h"

#include <gtest/gtest.h>

#include "cli/policy_print.h"
#include "fwpmu.h"

namespace wfp::cli {
namespace {

const PolicyPeople kNobody{};

Policy read(std::string_view text) {
  auto policy = parse_policy(text, "p", kNobody);
  EXPECT_TRUE(policy) << to_text(policy.error());
  return policy ? *std::move(policy) : Policy{};
}

std::string mistake(std::string_view text) {
  const auto policy = parse_policy(text, "p", kNobody);
  if (policy) return "no mistake";
  EXPECT_EQ(policy.error().exit, ExitCode::invalid_policy);
  return policy.error().what;
}

TEST(PolicyFile, OneFilterForBothVersionsBecomesTwo) {
  const Policy policy = read(
      "filter \"No SMTP\" { layer connect; block hard; remote-port = 25; remote != 192.0.2.25 }");
  ASSERT_EQ(policy.filters.size(), 2u);
  const PolicyFilter &v4 = policy.filters[0], &v6 = policy.filters[1];
  EXPECT_EQ(v4.layer, FWPM_LAYER_ALE_AUTH_CONNECT_V4);
  EXPECT_EQ(v6.layer, FWPM_LAYER_ALE_AUTH_CONNECT_V6);
  EXPECT_EQ(v4.conditions.size(), 2u);
  EXPECT_EQ(v6.conditions.size(), 1u);  // nothing of IPv6 is excluded
  EXPECT_EQ(v4.flags, FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT);
  EXPECT_EQ(v4.sublayer, FWPM_SUBLAYER_UNIVERSAL);
  EXPECT_NE(v4.key, v6.key);
}

TEST(PolicyFile, AnAddressOfOneVersionMakesAFilterOfThatVersion) {
  const Policy policy =
      read("filter a { layer accept\n permit\n remote = 10.0.0.0/8, 192.168.0.0/16 }");
  ASSERT_EQ(policy.filters.size(), 1u);
  EXPECT_EQ(policy.filters[0].layer, FWPM_LAYER_ALE_AUTH_RECV_ACCEPT_V4);
  EXPECT_EQ(policy.filters[0].conditions.size(), 2u);
}

TEST(PolicyFile, KeysAreMadeOfNamesAndStayTheSame) {
  const char* text =
      "provider corp\nsublayer s { provider corp }\nfilter f { layer bind-v4; block; sublayer s; "
      "provider corp }";
  const Policy once = read(text), again = read(text);
  EXPECT_EQ(once.filters[0].key, again.filters[0].key);
  EXPECT_EQ(once.filters[0].sublayer, once.sublayers[0].key);
  EXPECT_EQ(once.filters[0].provider, once.providers[0].key);
  const Policy other = read("filter f { layer bind-v4; block }");
  EXPECT_NE(once.filters[0].key, other.filters[0].key);  // another provider's
}

TEST(PolicyFile, TwinsAreWrittenAsOne) {
  const std::string text =
      "wfp-policy 1\n"
      "\n"
      "filter \"Ping\" {\n"
      "  layer connect\n"
      "  permit\n"
      "  protocol = icmp\n"
      "  remote = 10.0.0.0/8, 2001:db8::/32\n"
      "}\n";
  const Policy policy = read(text);
  ASSERT_EQ(policy.filters.size(), 2u);
  EXPECT_EQ(policy.filters[0].conditions[0].value.number, 1u);
  EXPECT_EQ(policy.filters[1].conditions[0].value.number, 58u);
  EXPECT_EQ(print_policy(policy, kNobody), text);
}

TEST(PolicyFile, MistakesHaveLineColumnAndWhatWasExpected) {
  EXPECT_EQ(
      mistake("filtr x {}"),
      "p:1:1: expected provider, context, sublayer, callout or filter. Did you mean 'filter'?");
  EXPECT_EQ(mistake("filter x {\n  layer conect\n}"),
            "p:2:9: unknown layer 'conect'. Did you mean 'connect'?");
  EXPECT_EQ(mistake("filter x {\n  layer connect; block; remote-prt = 2 }"),
            "p:2:25: expected a statement. Did you mean 'remote-port'?");
  EXPECT_EQ(mistake("filter x { layer connect; block; remote-port = 70000 }"),
            "p:1:48: expected a number from 0 to 65535");
  EXPECT_EQ(mistake("filter x { layer connect }"),
            "p:1:8: the filter needs permit, block or callout");
  EXPECT_EQ(mistake("filter x { block }"), "p:1:8: the filter needs a layer");
  EXPECT_EQ(mistake("filter x { layer connect-v4; block; remote = ::1 }"),
            "p:1:46: expected an address of the layer connect-v4");
  EXPECT_EQ(mistake("filter x { layer connect; block; remote = 10.0.0.1; local = ::1 }"),
            "p:1:8: the addresses of this filter contradict each other");
  EXPECT_EQ(mistake("filter x { layer connect; block; sublayer nothing }"),
            "p:1:43: expected a sublayer of this file before this, or a {key}");
  EXPECT_EQ(mistake("filter x { layer connect; block; permit }"),
            "p:1:34: the filter already has an action");
  EXPECT_EQ(mistake("filter x { layer connect; block; weight 16 }"),
            "p:1:41: expected a weight from 0 to 15, or 'exact' and a number");
  EXPECT_EQ(mistake("filter x { layer connect; block; remote-port in 5 }"),
            "p:1:51: expected 'to' and the other end");
  EXPECT_EQ(mistake("filter x { layer connect; block; remote in 10.0.0.1 to ::1 }"),
            "p:1:56: expected an address of the same IP version");
  EXPECT_EQ(mistake("filter x { layer connect; block; remote ~ 5 }"),
            "p:1:41: this character has no meaning here");
  EXPECT_EQ(mistake("filter x { layer connect; block"), "p:1:32: expected '}'");
  EXPECT_EQ(mistake("filter \"x"), "p:1:8: this string is not closed on its line");
  EXPECT_EQ(mistake("filter \"\\q\" {}"),
            "p:1:8: a backslash is written \\\\, a quote \\\", a byte \\xHH");
  EXPECT_EQ(mistake("sublayer s { weight 0x10000 }"), "p:1:21: expected a weight from 0 to 0xffff");
  EXPECT_EQ(mistake("sublayer s\nsublayer s"),
            "p:2:10: there is another sublayer of this name: give each its key {...}");
  EXPECT_EQ(mistake("context c { }"), "p:1:9: the context needs buffer or option");
  EXPECT_EQ(mistake("callout c { layer connect }"),
            "p:1:19: a callout is for one version: write -v4 or -v6");
  EXPECT_EQ(mistake("provider p { security \"x\" }").substr(0, 22), "p:1:23: expected SDDL:");
  EXPECT_EQ(mistake("wfp-policy 2"), "p:1:12: expected version 1 of the language");
  EXPECT_EQ(mistake("provider a { persistent persistent }"),
            "p:1:25: expected the end of the line, ';' or '}'");
}

TEST(PolicyFile, NamesThatSeveralHaveNeedTheKey) {
  const char* text =
      "sublayer s { key {00000000-0000-0000-0000-000000000001} }\n"
      "sublayer s { key {00000000-0000-0000-0000-000000000002} }\n"
      "filter f { layer bind-v4; block; sublayer s }";
  EXPECT_EQ(mistake(text), "p:3:43: several sublayers have this name: write the key");
}

TEST(PolicyFile, EmptyAndCommentedFilesHoldNothing) {
  EXPECT_EQ(read("").size(), 0u);
  EXPECT_EQ(read("# nothing\n\n wfp-policy 1 # really\n").size(), 0u);
}

}  // namespace
}  // namespace wfp::cli
