#include "cli/filter_spec.h"

#include <gtest/gtest.h>

#include "cli/policy_print.h"
#include "fwpmu.h"

namespace wfp::cli {
namespace {

std::string made(FilterSpec spec) {
  spec.name = "x";
  if (!spec.permit) spec.block = true;
  const auto filters = make_filters(spec, {});
  if (!filters) return filters.error().what;
  std::string text;
  for (const PolicyFilter& one : *filters) {
    text += layer_name(one.layer) + ":";
    for (const std::string& line : condition_lines(one)) text += " " + line + ";";
    text += "\n";
  }
  return text;
}

TEST(FilterSpecs, AreForBothVersionsWhereTheyFit) {
  FilterSpec spec;
  spec.to = {":25"};
  spec.not_to = {"192.0.2.25"};
  EXPECT_EQ(made(spec),
            "connect-v4: remote != 192.0.2.25; remote-port = 25;\nconnect-v6: remote-port = 25;\n");
  spec.to = {"10.0.0.0/8"};
  spec.not_to = {};
  EXPECT_EQ(made(spec), "connect-v4: remote = 10.0.0.0/8;\n");
  spec.layer = "accept-v6";
  EXPECT_EQ(made(spec), "no address remains: this filter would match nothing");
}

TEST(FilterSpecs, ExceptionsBecomeTheRangesThatRemain) {
  FilterSpec spec;
  spec.layer = "connect-v4";
  spec.to = {"10.0.0.0/8"};
  spec.not_to = {"10.1.0.0/16", "10.255.255.255"};
  EXPECT_EQ(made(spec),
            "connect-v4: remote in 10.0.0.0 to 10.0.255.255, 10.2.0.0 to 10.255.255.254;\n");
  spec.to = {};
  spec.not_to = {":25", ":465"};
  EXPECT_EQ(made(spec), "connect-v4: remote-port in 0 to 24, 26 to 464, 466 to 65535;\n");
  spec.to = {"10.1.0.0/16"};
  spec.not_to = {"10.0.0.0/8"};
  EXPECT_EQ(made(spec), "no address remains: this filter would match nothing");
  spec.layer = "connect-v6";
  spec.to = {};
  spec.not_to = {"::1", "fe80::/10"};
  EXPECT_EQ(made(spec),
            "connect-v6: remote = ::; remote in ::2 to fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff, "
            "fec0:: to "
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff;\n");
}

TEST(FilterSpecs, PairsOfAddressAndPortAreAllCombinations) {
  FilterSpec spec;
  spec.layer = "connect-v4";
  spec.to = {"10.0.0.1:80", "10.0.0.2:80"};
  EXPECT_EQ(made(spec), "connect-v4: remote = 10.0.0.1, 10.0.0.2; remote-port = 80;\n");
  spec.to = {"10.0.0.1:80", "10.0.0.2:443"};
  EXPECT_EQ(made(spec), "--to: one filter cannot hold just these pairs of address and port");
  spec.to = {"10.0.0.1", ":443"};
  EXPECT_EQ(made(spec), "--to: one filter cannot hold just these pairs of address and port");
}

TEST(FilterSpecs, EndsFollowTheLayer) {
  FilterSpec spec;
  spec.layer = "accept-v4";
  spec.to = {":22"};
  spec.from = {"192.0.2.0/24"};
  EXPECT_EQ(made(spec), "accept-v4: local-port = 22; remote = 192.0.2.0/24;\n");
  spec.layer = "listen-v4";
  EXPECT_EQ(made(spec), "--from means nothing at the layer listen-v4");
}

TEST(FilterSpecs, TakeProtocolsPeopleFlagsAndRawConditions) {
  FilterSpec spec;
  spec.layer = "connect";
  spec.protocols = {"icmp"};
  spec.users = {"u:4242"};
  spec.no_loopback = true;
  spec.raw = {"remote-port in 5 to 7"};
  EXPECT_EQ(made(spec),
            "connect-v4: protocol = icmp; user = u:4242; flags none-set loopback; remote-port in 5 "
            "to 7;\n"
            "connect-v6: protocol = icmp; user = u:4242; flags none-set loopback; remote-port in 5 "
            "to 7;\n");
}

TEST(FilterSpecs, MistakesAreTold) {
  const auto refused = [](auto change) {
    FilterSpec spec;
    change(spec);
    return made(spec);
  };
  EXPECT_EQ(refused([](FilterSpec& s) { s.permit = s.block = true; }), "give --block or --permit");
  EXPECT_EQ(refused([](FilterSpec& s) { s.to = {"nowhere"}; }),
            "--to 'nowhere' is no address, network or port");
  EXPECT_EQ(refused([](FilterSpec& s) { s.not_to = {"10.0.0.1:5"}; }),
            "--not-to '10.0.0.1:5': name an address or a port, not both");
  EXPECT_EQ(refused([](FilterSpec& s) { s.layer = "conect"; }),
            "unknown layer 'conect'. Did you mean 'connect'?");
  EXPECT_EQ(refused([](FilterSpec& s) { s.weight = "heavy"; }), "'heavy' is no weight");
  EXPECT_EQ(refused([](FilterSpec& s) { s.interface = "no-such-if"; }),
            "there is no interface 'no-such-if'");
  EXPECT_EQ(refused([](FilterSpec& s) { s.protocols = {"sctp"}; }),
            "protocol 'sctp': expected tcp, udp, icmp or a number from 0 to 255");
}

}  // namespace
}  // namespace wfp::cli
