#include "endpoint/access.h"

#include <gtest/gtest.h>

#include "endpoint/principal.h"
#include "sample.h"
#include "security/rights.h"
#include "security/sddl.h"
#include "security/well_known.h"

namespace wfp::endpoint {
namespace {

using security::Token;
using security::WellKnownSid;
using Rows = std::vector<Index>;

// READ is bit 0x80; generic read holds it.
constexpr security::GenericMapping kMapping = {
    .read = 0x201d4, .write = 0x20000, .execute = 0x20000, .all = 0xf07ff};

Token token_of(std::uint32_t uid, std::vector<security::Sid> groups = {}) {
  security::TokenData data;
  data.user = user_sid(uid);
  data.groups.push_back({group_sid(uid)});
  data.groups.push_back({security::well_known(WellKnownSid::everyone)});
  data.groups.push_back({security::well_known(WellKnownSid::authenticated_users)});
  if (uid == 0) data.groups.push_back({security::well_known(WellKnownSid::local_system)});
  for (const auto& group : groups) data.groups.push_back({group});
  return *Token::create(std::move(data));
}

// The rows a token sees under a container's descriptor.
Rows seen(const std::string& sddl, const Token& token) {
  const auto descriptor = security::parse_sddl(sddl);
  EXPECT_TRUE(descriptor) << sddl;
  if (!descriptor) return {};
  const EndpointAccess access(*descriptor, kMapping);
  const Snapshot snapshot = sample::snapshot();
  Viewer viewer(access, token, snapshot);
  return visible_rows(snapshot, Query(), viewer);
}

Rows seen(const std::string& sddl, std::uint32_t uid) { return seen(sddl, token_of(uid)); }

const Rows kAll = {sample::alice_nginx, sample::alice_curl, sample::bob_shell, sample::root_ssh,
                   sample::nobodys};
const Rows kAlices = {sample::alice_nginx, sample::alice_curl};

TEST(EndpointAccess, CreatorOwnerShowsEachHisOwn) {
  const std::string sddl = "O:SYG:SYD:(A;OICIIO;GR;;;CO)";
  EXPECT_EQ(seen(sddl, 1001), kAlices);
  EXPECT_EQ(seen(sddl, 1002), Rows{sample::bob_shell});
  EXPECT_EQ(seen(sddl, 1003), Rows{});
}

TEST(EndpointAccess, ReadOnTheContainerShowsAll) {
  EXPECT_EQ(seen("O:SYG:SYD:(A;;GR;;;S-1-22-1-1003)", 1003), kAll);
  EXPECT_EQ(seen("O:SYG:SYD:(A;;0x80;;;S-1-22-1-1003)", 1003), kAll);
}

TEST(EndpointAccess, ReadOnTheContainerStopsAtADenial) {
  const std::string sddl =
      "O:SYG:SYD:(A;;GR;;;AU)(XD;OICIIO;GR;;;AU;(@RESOURCE.app == \"/usr/sbin/nginx\"))";
  EXPECT_EQ(seen(sddl, 1001), (Rows{sample::alice_curl, sample::bob_shell, sample::root_ssh}));
}

TEST(EndpointAccess, OtherRightsShowNothing) {
  EXPECT_EQ(seen("O:SYG:SYD:(A;;0x20;;;AU)", 1001), Rows{});
  EXPECT_EQ(seen("O:SYG:SYD:(A;OICIIO;RC;;;CO)", 1001), Rows{});
}

TEST(EndpointAccess, OnlyInheritableAcesReachEndpoints) {
  EXPECT_EQ(seen("O:SYG:SYD:(A;;GR;;;CO)", 1001), Rows{});
  EXPECT_EQ(seen("O:SYG:SYD:(A;CIIO;GR;;;CO)", 1001), Rows{});
  EXPECT_EQ(seen("O:SYG:SYD:(A;OIIO;GR;;;CO)", 1001), kAlices);
  EXPECT_EQ(seen("O:SYG:SYD:(A;OIIO;GR;;;S-1-22-1-1003)", 1003), kAll);
}

TEST(EndpointAccess, EmptyMeansNobodyAndNullEverybody) {
  EXPECT_EQ(seen("O:SYG:SYD:P", 1001), Rows{});
  EXPECT_EQ(seen("O:SYG:SYD:P", 0), Rows{});
  EXPECT_EQ(seen("O:SYG:SYD:NO_ACCESS_CONTROL", 1003), kAll);
}

TEST(EndpointAccess, NobodysEndpointsAreSystems) {
  const std::string sddl = "O:SYG:SYD:(A;OICIIO;GR;;;CO)";
  EXPECT_EQ(seen(sddl, 0), (Rows{sample::root_ssh, sample::nobodys}));
}

TEST(EndpointAccess, AttributesNarrowGrants) {
  const auto grant = [](const std::string& condition) {
    return "O:SYG:SYD:(XA;OICIIO;GR;;;AU;(" + condition + "))";
  };
  EXPECT_EQ(seen(grant("@RESOURCE.app == \"/usr/sbin/nginx\""), 1003), Rows{sample::alice_nginx});
  EXPECT_EQ(seen(grant("@RESOURCE.app == \"/usr/sbin/NGINX\""), 1003), Rows{});
  EXPECT_EQ(seen(grant("@RESOURCE.service == \"ssh\""), 1003), Rows{sample::root_ssh});
  EXPECT_EQ(seen(grant("@RESOURCE.remote_port == 443"), 1003), Rows{sample::alice_curl});
  EXPECT_EQ(seen(grant("@RESOURCE.local_port < 1024"), 1003),
            (Rows{sample::alice_nginx, sample::root_ssh}));
  EXPECT_EQ(seen(grant("@RESOURCE.direction == \"listening\""), 1003),
            (Rows{sample::alice_nginx, sample::root_ssh}));
  EXPECT_EQ(seen(grant("@RESOURCE.user == SID(S-1-22-1-1002)"), 1003), Rows{sample::bob_shell});
  EXPECT_EQ(seen(grant("@RESOURCE.protocol == 6"), 1003), kAll);
  EXPECT_EQ(seen(grant("@RESOURCE.protocol == 17"), 1003), Rows{});
}

TEST(EndpointAccess, UnknownAttributesNeverGrantAndAlwaysDeny) {
  EXPECT_EQ(seen("O:SYG:SYD:(XA;OICIIO;GR;;;AU;(@RESOURCE.app != \"/bin/x\"))", 1003),
            (Rows{sample::alice_nginx, sample::alice_curl, sample::bob_shell, sample::root_ssh}));
  EXPECT_EQ(
      seen("O:SYG:SYD:(XD;OICIIO;GR;;;AU;(@RESOURCE.app == \"/bin/x\"))(A;OICIIO;GR;;;AU)", 1003),
      (Rows{sample::alice_nginx, sample::alice_curl, sample::bob_shell, sample::root_ssh}));
}

TEST(EndpointAccess, ANamespacesPathIsNoHostPath) {
  EXPECT_EQ(seen("O:SYG:SYD:(XA;OICIIO;GR;;;AU;(@RESOURCE.app == \"/bin/sh\"))", 1003), Rows{});
}

TEST(EndpointAccess, VerdictsAreRememberedPerWhatConditionsSpeakOf) {
  // One rule of the owner, one of the application, one of a port: each row must still get its own
  // verdict.
  const std::string sddl =
      "O:SYG:SYD:(XD;OICIIO;GR;;;AU;(@RESOURCE.remote_port == 443))(A;OICIIO;GR;;;CO)"
      "(XA;OICIIO;GR;;;S-1-22-1-1001;(@RESOURCE.app == \"/usr/sbin/sshd\"))";
  EXPECT_EQ(seen(sddl, 1001),
            Rows{});  // rows without a peer have no remote_port: the denial is not excluded
  const std::string present =
      "O:SYG:SYD:(XD;OICIIO;GR;;;AU;(@RESOURCE.local_port == 443))(A;OICIIO;GR;;;CO)"
      "(XA;OICIIO;GR;;;S-1-22-1-1001;(@RESOURCE.app == \"/usr/sbin/sshd\"))";
  EXPECT_EQ(seen(present, 1001), (Rows{sample::alice_curl, sample::root_ssh}));
}

TEST(EndpointAccess, DescriptorsNameTheOwner) {
  const auto container = security::parse_sddl("O:SYG:SYD:(A;OICIIO;GR;;;CO)(A;;GA;;;BA)");
  ASSERT_TRUE(container);
  const EndpointAccess access(*container, kMapping);
  const auto own = access.descriptor_of({1001, 1002, false});
  EXPECT_EQ(own.owner, user_sid(1001));
  EXPECT_EQ(own.group, group_sid(1002));
  ASSERT_TRUE(own.dacl.is_present());
  ASSERT_EQ(own.dacl.acl()->ace_count(), 1u);
  EXPECT_EQ((*own.dacl.acl()->aces().begin()).sid(), user_sid(1001).view());
  EXPECT_EQ(access.descriptor_of({}).owner, security::well_known(WellKnownSid::local_system));
}

TEST(EndpointAccess, QueriesNarrowWhatIsVisible) {
  const auto container = security::parse_sddl("O:SYG:SYD:(A;OICIIO;GR;;;CO)");
  ASSERT_TRUE(container);
  const EndpointAccess access(*container, kMapping);
  const Snapshot snapshot = sample::snapshot();
  const Token token = token_of(1001);
  Viewer viewer(access, token, snapshot);
  const auto query = Query::make({.remote_port = {2, std::uint64_t{443}}});
  ASSERT_TRUE(query);
  EXPECT_EQ(visible_rows(snapshot, *query, viewer), Rows{sample::alice_curl});
}

}  // namespace
}  // namespace wfp::endpoint
