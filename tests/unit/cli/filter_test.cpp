#include "cli/filter.h"

#include <gtest/gtest.h>

namespace wfp::cli {
namespace {

// node (uid 1000) on 10.0.0.5:40000 talks to 10.1.2.3:443.
class FilterTestEndpoint {
 public:
  FilterTestEndpoint() {
    auto& p = endpoint_.properties;
    p.endpointId = 0x2f1;
    p.ipVersion = FWP_IP_VERSION_V4;
    p.localV4Address = 0x0a000005;
    p.remoteV4Address = 0x0a010203;
    p.ipProtocol = 6;
    p.localPort = 40000;
    p.remotePort = 443;
    endpoint_.state = OPENWFP_STATE_ESTABLISHED;
    endpoint_.direction = OPENWFP_DIRECTION_OUTBOUND;
    endpoint_.uid = 1000;
    endpoint_.gid = 100;
    endpoint_.appPath = path_;
    endpoint_.appPathLength = sizeof path_ - 1;
    endpoint_.holders = holders_;
    endpoint_.numHolders = 2;
  }
  Endpoint endpoint_{};

 private:
  char path_[14] = "/usr/bin/node";
  UINT32 holders_[2] = {77, 78};
};

FilterNames names() {
  return {
      [](std::string_view name) -> std::optional<std::uint32_t> {
        if (name == "alice") return 1000;
        if (name == "root") return 0;
        return std::nullopt;
      },
      [](std::uint32_t uid) { return uid == 1000 ? std::string("alice") : std::string("root"); },
      [](std::string_view name) -> std::optional<std::uint16_t> {
        return name == "https" ? std::optional<std::uint16_t>(443) : std::nullopt;
      }};
}

bool matches_connection(std::string_view text) {
  const FilterTestEndpoint connection;
  const auto filter = Filter::parse(text, names());
  EXPECT_TRUE(filter) << text << ": " << (filter ? "" : to_text(filter.error()));
  return filter && filter->matches(connection.endpoint_);
}

std::string refusal(std::string_view text) {
  const auto filter = Filter::parse(text, names());
  EXPECT_FALSE(filter) << text;
  return filter ? "" : to_text(filter.error());
}

TEST(Filter, NothingMatchesEverything) {
  EXPECT_TRUE(matches_connection(""));
  EXPECT_TRUE(matches_connection("  "));
}

TEST(Filter, SpeaksTheLanguageOfSs) {
  EXPECT_TRUE(matches_connection("dport = :443"));
  EXPECT_TRUE(matches_connection("( dport = :https or sport = :22 )"));
  EXPECT_FALSE(matches_connection("sport = :443"));
  EXPECT_TRUE(matches_connection("src 10.0.0.0/8"));
  EXPECT_TRUE(matches_connection("dst 10.1.2.3:443"));
  EXPECT_TRUE(matches_connection("sport gt :1024 and dport le :443"));
  EXPECT_TRUE(matches_connection("state established"));
  EXPECT_TRUE(matches_connection("established"));
  EXPECT_TRUE(matches_connection("state connected"));
  EXPECT_FALSE(matches_connection("listening"));
  EXPECT_TRUE(matches_connection("state established dport = 443"));  // "and" left out
  EXPECT_TRUE(matches_connection("not listening && ! udp"));
}

TEST(Filter, SpeaksOfAppsAndUsers) {
  EXPECT_TRUE(matches_connection("app~=node and remote in 10.0.0.0/8 and user=alice"));
  EXPECT_TRUE(matches_connection("app=node"));
  EXPECT_TRUE(matches_connection("app=/usr/bin/node"));
  EXPECT_FALSE(matches_connection("app=/usr/bin/nod"));
  EXPECT_TRUE(matches_connection("app='/usr/bin/*'"));
  EXPECT_TRUE(matches_connection("user!=root"));
  EXPECT_TRUE(matches_connection("user~=lic"));
  EXPECT_TRUE(matches_connection("app !~ python"));
  EXPECT_TRUE(matches_connection("pid=78"));
  EXPECT_TRUE(matches_connection("id=0x2f1"));
  EXPECT_TRUE(matches_connection("uid>=1000 gid<101"));
  EXPECT_FALSE(matches_connection("service=ssh"));  // unknown is equal to nothing
  EXPECT_TRUE(matches_connection("service!=ssh"));
}

TEST(Filter, ListsMeanAnyOfThem) {
  EXPECT_TRUE(matches_connection("dport in {80, 443}"));
  EXPECT_TRUE(matches_connection("proto=udp,tcp"));
  EXPECT_FALSE(matches_connection("dport != 80,443"));
  EXPECT_TRUE(matches_connection("remote in 192.0.2.0/24,10.0.0.0/8"));
}

TEST(Filter, AndBindsTighterThanOr) {
  EXPECT_TRUE(matches_connection("udp and listening or tcp"));
  EXPECT_FALSE(matches_connection("udp and (listening or tcp)"));
  EXPECT_TRUE(matches_connection("not (udp or listening)"));
}

TEST(Filter, AListenerHasNoRemote) {
  FilterTestEndpoint listener;
  listener.endpoint_.properties.remoteV4Address = 0;
  listener.endpoint_.properties.remotePort = 0;
  const auto any = Filter::parse("dst 0.0.0.0/0", names());
  const auto below = Filter::parse("dport < 1024", names());
  ASSERT_TRUE(any && below);
  EXPECT_FALSE(any->matches(listener.endpoint_));
  EXPECT_FALSE(below->matches(listener.endpoint_));
}

TEST(Filter, UnknownUidsMatchNoNumber) {
  FilterTestEndpoint orphan;
  orphan.endpoint_.uid = OPENWFP_ID_UNKNOWN;
  const auto filter = Filter::parse("uid > 0", names());
  ASSERT_TRUE(filter);
  EXPECT_FALSE(filter->matches(orphan.endpoint_));
}

TEST(Filter, EscapedNamesMatchTheirBytes) {
  FilterTestEndpoint hostile;
  char path[] = "/tmp/a\033b\xff";
  hostile.endpoint_.appPath = path;
  hostile.endpoint_.appPathLength = sizeof path - 1;
  const auto filter = Filter::parse("app=\"/tmp/a\\x1bb\\xff\"", names());
  ASSERT_TRUE(filter);
  EXPECT_TRUE(filter->matches(hostile.endpoint_));
}

TEST(Filter, ErrorsPointAtTheCharacter) {
  const std::string text = refusal("dport = foo");
  EXPECT_NE(text.find("'foo' is not a port"), std::string::npos) << text;
  EXPECT_NE(text.find("\n  dport = foo\n          ^"), std::string::npos) << text;
  EXPECT_NE(refusal("rmeote = 1.2.3.4").find("Did you mean 'remote'?"), std::string::npos);
  EXPECT_NE(refusal("state establishd").find("Did you mean 'established'?"), std::string::npos);
}

TEST(Filter, WhatIsNotAnExpressionIsRefused) {
  for (const char* text : {"(",
                           ")",
                           "dport =",
                           "dport",
                           "= 5",
                           "tcp or",
                           "tcp and",
                           "not",
                           "src 10.0.0.0/99",
                           "app = 'x",
                           "dport ~= 4",
                           "app < b",
                           "user=nobody-here",
                           "dport in {80",
                           "state = 4x",
                           "proto = 256",
                           "pid = x",
                           "app=a\\q",
                           "tcp tcp)",
                           "{",
                           ",",
                           "dir = up",
                           "family=ipv5"}) {
    refusal(text);
  }
}

TEST(Filter, DeepNestingIsRefusedNotFatal) {
  refusal(std::string(100000, '(') + "tcp" + std::string(100000, ')'));
  std::string nots;
  for (int i = 0; i < 100000; ++i) nots += "not ";
  refusal(nots + "tcp");
}

}  // namespace
}  // namespace wfp::cli
