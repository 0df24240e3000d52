#include "cli/policy_value.h"

#include <gtest/gtest.h>

#include "cli/match_descriptor.h"
#include "cli/wide.h"

namespace wfp::cli {
namespace {

const PolicyPeople kPeople{
    [](std::string_view name) -> std::optional<Sid> {
      if (name == "alice") return Sid::of_user(1000);
      return Sid::from_text(name);
    },
    [](const Sid& sid) { return sid == Sid::of_user(1000) ? std::string("alice") : sid.text(); }};

ValueContext on(std::string_view field, Family family = Family::v4) {
  return {find_field(field), family, &kPeople};
}

PolicyValue bound(std::string_view text, const ValueContext& context, bool in_quotes = false,
                  std::string_view type = {}) {
  const auto value = bind_value({type, text, in_quotes, 0}, context);
  if (!value || !*value) {
    ADD_FAILURE() << text << ": " << (value ? "the other version" : value.error());
    return {};
  }
  return **value;
}

TEST(PolicyValues, TakeTheTypeOfTheirField) {
  EXPECT_EQ(bound("443", on("remote-port")).type, FWP_UINT16);
  EXPECT_EQ(bound("tcp", on("protocol")).number, 6u);
  EXPECT_EQ(bound("icmp", on("protocol")).number, 1u);
  EXPECT_EQ(bound("icmp", on("protocol", Family::v6)).number, 58u);
  EXPECT_EQ(bound("loopback|0x1000", on("flags")).number, 0x1001u);
  EXPECT_EQ(bound("10.0.0.1", on("remote")), (PolicyValue{FWP_UINT32, 0x0a000001, 0, {}, {}}));
  EXPECT_EQ(bound("10.0.0.0/8", on("remote")),
            (PolicyValue{FWP_V4_ADDR_MASK, 0x0a000000, 0xff000000, {}, {}}));
  EXPECT_EQ(bound("2001:db8::/32", on("remote", Family::v6)).mask, 32u);
  EXPECT_EQ(bound("/bin/true", on("app"), true).bytes, app_id_blob("/bin/true"));
  EXPECT_EQ(bound("alice", on("user")).bytes,
            descriptor_from_sddl("O:LSG:LSD:(A;;CC;;;S-1-22-1-1000)"));
  EXPECT_EQ(bound("empty", on("remote-port")).type, FWP_EMPTY);
  EXPECT_EQ(bound("5", {}, false, "int8").type, FWP_INT8);
}

TEST(PolicyValues, AnAddressOfTheOtherVersionIsNoMistake) {
  const auto value = bind_value({{}, "::1", false, 0}, on("remote"));
  ASSERT_TRUE(value);
  EXPECT_FALSE(*value);
}

TEST(PolicyValues, WhatDoesNotFitIsRefused) {
  const auto refused = [](std::string_view text, const ValueContext& context,
                          bool in_quotes = false, std::string_view type = {}) {
    return !bind_value({type, text, in_quotes, 0}, context).has_value();
  };
  EXPECT_TRUE(refused("65536", on("remote-port")));
  EXPECT_TRUE(refused("-1", on("remote-port")));
  EXPECT_TRUE(refused("sctp", on("protocol")));
  EXPECT_TRUE(refused("10.0.0.0/33", on("remote")));
  EXPECT_TRUE(refused("10.0.0.1:80", on("remote")));
  EXPECT_TRUE(refused("loopback|", on("flags")));
  EXPECT_TRUE(refused("/bin/true", on("app")));
  EXPECT_TRUE(refused("bob?", on("user")));
  EXPECT_TRUE(refused("not sddl", on("user"), true));
  EXPECT_TRUE(refused("128", {}, false, "int8"));
  EXPECT_TRUE(refused("1", {}, false, "int128"));
  EXPECT_TRUE(refused("1", {}));
  EXPECT_TRUE(refused("0x00", {}, false, "byte_array6"));
  EXPECT_TRUE(refused("x", {}, false, "sid"));
}

TEST(PolicyValues, AreReadBackAsTheyWereWritten) {
  const struct {
    const char* text;
    ValueContext context;
  } kSamples[] = {
      {"443", on("remote-port")},
      {"tcp", on("protocol")},
      {"icmp", on("protocol", Family::v6)},
      {"loopback", on("flags")},
      {"10.0.0.0/8", on("remote")},
      {"10.0.0.0/255.0.255.0", on("remote")},
      {"2001:db8::/32", on("local", Family::v6)},
      {"::1", on("local", Family::v6)},
      {"0x60000000000000", on("interface")},
      {"alice", on("user")},
      {"S-1-5-11", on("user")},
      {"S-1-15-2-1", on("package")},
      {"0x0a0b", on("app")},
      {"empty", on("app")},
  };
  for (const auto& [text, context] : kSamples) {
    EXPECT_EQ(value_text(bound(text, context), context), text);
  }
  for (const char* text : {"/bin/true", "a \\x22 \\\\ \\xff"}) {
    const PolicyValue value = bound(text, on("app"), true);
    const std::string written = value_text(value, on("app"));
    EXPECT_EQ(bound(written.substr(1, written.size() - 2), on("app"), true), value) << written;
  }
  EXPECT_EQ(value_text(bound("5", on("remote-port"), false, "uint32"), on("remote-port")),
            "uint32(5)");
  EXPECT_EQ(value_text(bound("1.5", {}, false, "float64"), {}), "float64(1.5)");
}

TEST(MatchDescriptors, NameOneOrAllOthers) {
  const Sid alice = Sid::of_user(1000), dev = Sid::of_group(100);
  EXPECT_EQ(only_match(match_descriptor({&alice, 1})), alice);
  const Sid both[] = {alice, dev};
  EXPECT_FALSE(only_match(match_descriptor(both)));
  EXPECT_FALSE(only_match(match_descriptor_without({&alice, 1})));
  EXPECT_EQ(descriptor_to_sddl(match_descriptor_without({&alice, 1})),
            "O:LSG:LSD:(D;;CC;;;S-1-22-1-1000)(A;;CC;;;WD)");
}

TEST(MatchDescriptors, BytesThatAreNoDescriptorStayBytes) {
  const std::string good = match_descriptor({&Sid::everyone(), 1});
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_EQ(descriptor_to_sddl(good.substr(0, size)), "") << size;
    EXPECT_FALSE(only_match(good.substr(0, size)));
  }
  std::string far = good;
  far[16] = '\x7f';  // the offset of the DACL
  far[17] = '\x7f';
  EXPECT_EQ(canonical_descriptor(far), far);
  EXPECT_EQ(canonical_descriptor(good), good);
}

}  // namespace
}  // namespace wfp::cli
