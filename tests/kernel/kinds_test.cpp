// Sockets of every kind, opened by several users in three network namespaces: each is found,
// described as its owner describes it and attributed to him; nothing else is found there.
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "live_test.h"
#include "stage.h"

namespace wfp::kernel::test {
namespace {

using endpoint::Attribution;
using endpoint::Direction;
using endpoint::Endpoint;
using endpoint::IpVersion;
using endpoint::State;

constexpr int kMptcp = 262;
constexpr int kUdpLite = 136;

bool supports(int family, int type, int protocol) {
  const UniqueFd probe(::socket(family, type | SOCK_CLOEXEC, protocol));
  return probe.get() >= 0;
}

void open_tcp(Script& script) {
  for (const int family : {AF_INET, AF_INET6}) {
    const std::string version = family == AF_INET ? "4" : "6";
    const int listener = listen_tcp(script, family);
    script.tell("listener" + version, listener);
    script.tell("client" + version, connect_to(script, listener, family));
    script.tell("server" + version, accept_from(script, listener));
    script.tell("bound" + version, bind_loopback(script, family, SOCK_STREAM, 0));
  }
  const int dual = open_socket(script, AF_INET6, SOCK_STREAM, 0);
  script.check(::listen(dual, 4) == 0, "listen on ::");
  script.tell("dual listener", dual);
  const int v4 = open_socket(script, AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(truth_of("", dual).local_port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  script.check(::connect(v4, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0,
               "connect to the dual listener");
  script.tell("v4 client of dual", v4);
  script.tell("mapped server", accept_from(script, dual));
}

void connect_datagram(Script& script, int fd, int peer) {
  sockaddr_storage name{};
  socklen_t length = sizeof name;
  script.check(::getsockname(peer, reinterpret_cast<sockaddr*>(&name), &length) == 0,
               "getsockname");
  script.check(::connect(fd, reinterpret_cast<sockaddr*>(&name), length) == 0,
               "connect a datagram socket");
}

void open_datagrams(Script& script) {
  for (const int family : {AF_INET, AF_INET6}) {
    const std::string version = family == AF_INET ? "4" : "6";
    const int bound = bind_loopback(script, family, SOCK_DGRAM, 0);
    script.tell("udp bound" + version, bound);
    const int connected = open_socket(script, family, SOCK_DGRAM, 0);
    connect_datagram(script, connected, bound);
    script.tell("udp connected" + version, connected);
  }
  script.tell("udp mapped", bind_loopback(script, AF_INET6, SOCK_DGRAM, 0, true));
  if (supports(AF_INET, SOCK_DGRAM, kUdpLite)) {
    script.tell("udplite", bind_loopback(script, AF_INET, SOCK_DGRAM, kUdpLite));
  }
  const int ping = bind_loopback(script, AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
  script.tell("ping", ping);
}

void open_raw(Script& script) {
  for (const int family : {AF_INET, AF_INET6}) {
    Truth truth =
        truth_of(family == AF_INET ? "raw4" : "raw6", open_socket(script, family, SOCK_RAW, 89));
    truth.local_port = 0;  // getsockname says the protocol's number
    script.tell(truth);
  }
}

void open_mptcp(Script& script) {
  if (!supports(AF_INET, SOCK_STREAM, kMptcp)) return;
  const int listener = listen_tcp(script, AF_INET, kMptcp);
  script.tell("mptcp listener", listener);
  script.tell("mptcp client", connect_to(script, listener, AF_INET, kMptcp));
  script.tell("mptcp server", accept_from(script, listener));
}

void open_what_is_none(Script& script) {
  open_socket(script, AF_INET, SOCK_STREAM, 0);
  open_socket(script, AF_INET6, SOCK_DGRAM, 0);
  open_socket(script, AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
  open_socket(script, AF_UNIX, SOCK_STREAM, 0);
}

// A user with groups, in a network of his own. RAW sockets are opened while still root.
std::unique_ptr<Actor> zoo_of(uid_t uid, gid_t gid, const std::vector<gid_t>& groups) {
  return std::make_unique<Actor>([=](Script& script) {
    own_network(script);
    script.tell_number("network", network_inode());
    if (uid == 0) open_raw(script);
    become(script, uid, gid, groups);
    open_tcp(script);
    open_datagrams(script);
    open_mptcp(script);
    open_what_is_none(script);
  });
}

// The address of a v4-mapped one, as the table has it.
endpoint::Address unmapped(const endpoint::Address& address) {
  endpoint::Address v4{};
  std::copy_n(address.begin() + 12, 4, v4.begin());
  return v4;
}

void expect_as_told(const Endpoint& row, const Truth& truth) {
  const std::string label = truth.label;
  const bool mapped = label.find("mapped") != std::string::npos;
  const bool v6 = truth.family == AF_INET6 && !mapped;
  EXPECT_EQ(row.ip_version, v6 ? IpVersion::v6 : IpVersion::v4) << label;
  EXPECT_EQ(row.local, mapped ? unmapped(truth.local) : truth.local) << label;
  EXPECT_EQ(row.remote, mapped ? unmapped(truth.remote) : truth.remote) << label;
  EXPECT_EQ(row.local_port, truth.local_port) << label;
  EXPECT_EQ(row.remote_port, truth.remote_port) << label;
  EXPECT_EQ(row.protocol, truth.protocol == kMptcp ? 6 : truth.protocol) << label;
  EXPECT_EQ(row.multipath, truth.protocol == kMptcp) << label;
}

struct Expected {
  State state;
  Direction direction;
};

// By the words of the label.
Expected expected_of(const std::string& label) {
  const auto has = [&label](const char* word) { return label.find(word) != std::string::npos; };
  if (has("listener")) return {State::listening, Direction::listening};
  if (has("client")) return {State::established, Direction::outbound};
  if (has("server")) return {State::established, Direction::inbound};
  if (has("udp connected")) return {State::established, Direction::outbound};
  return {State::bound, Direction::none};
}

class Kinds : public LiveTest {
 protected:
  // By the cookie; an MPTCP socket's is not its own, so by its address.
  static const Endpoint* row_of(const endpoint::Snapshot& snapshot, const Truth& truth,
                                const Actor& actor) {
    if (truth.protocol != kMptcp) return snapshot.find(truth.cookie);
    for (const Endpoint& row : snapshot.endpoints) {
      const bool here = snapshot.network_namespace(row)->inode == actor.number("network");
      if (here && row.local_port == truth.local_port && row.remote_port == truth.remote_port)
        return &row;
    }
    return nullptr;
  }

  void expect_zoo(const endpoint::Snapshot& snapshot, const Actor& actor, uid_t uid, gid_t gid,
                  const std::vector<std::uint32_t>& groups) {
    std::set<std::uint64_t> told;
    for (const Truth& truth : actor.sockets()) {
      const Endpoint* row = row_of(snapshot, truth, actor);
      ASSERT_TRUE(row) << truth.label << " of uid " << uid << " is missing";
      told.insert(row->id);
      expect_as_told(*row, truth);
      const Expected expected = expected_of(truth.label);
      EXPECT_EQ(row->state, expected.state) << truth.label;
      EXPECT_EQ(row->direction, expected.direction) << truth.label;
      expect_owner(snapshot, *row, actor, truth.label);
      const auto* made_by = snapshot.credential_set(*row);
      ASSERT_TRUE(made_by) << truth.label;
      EXPECT_EQ(made_by->uid, uid) << truth.label;
      if (std::string_view(truth.label).starts_with("raw"))
        continue;  // made before the change of user
      EXPECT_EQ(made_by->gid, gid) << truth.label;
      EXPECT_EQ(made_by->groups, groups) << truth.label;
    }
    expect_none_invented(snapshot, actor, told);
  }

  void expect_owner(const endpoint::Snapshot& snapshot, const Endpoint& row, const Actor& actor,
                    const char* label) {
    EXPECT_EQ(row.attribution, Attribution::holder) << label;
    ASSERT_TRUE(snapshot.owner(row)) << label;
    EXPECT_EQ(snapshot.owner(row)->pid, actor.pid()) << label;
    ASSERT_TRUE(snapshot.application(row)) << label;
    EXPECT_EQ(snapshot.application(row)->id,
              std::filesystem::read_symlink("/proc/self/exe").string())
        << label;
    EXPECT_TRUE(snapshot.application(row)->host) << label;
    ASSERT_TRUE(snapshot.network_namespace(row)) << label;
    EXPECT_EQ(snapshot.network_namespace(row)->inode, actor.number("network")) << label;
  }

  void expect_none_invented(const endpoint::Snapshot& snapshot, const Actor& actor,
                            const std::set<std::uint64_t>& told) {
    for (const Endpoint& row : snapshot.endpoints) {
      if (snapshot.network_namespace(row)->inode != actor.number("network")) continue;
      EXPECT_TRUE(told.contains(row.id))
          << "invented: " << row.id << ", protocol " << int{row.protocol} << ", port "
          << row.local_port << " to " << row.remote_port;
    }
  }
};

TEST_F(Kinds, AreFoundAsTheirOwnersDescribeThemInThreeNamespaces) {
  const auto root = zoo_of(0, 0, {});
  const auto first = zoo_of(61001, 61002, {7, 8, 9});
  const auto second = zoo_of(61003, 61004, {});
  for (const auto* actor : {&root, &first, &second})
    ASSERT_TRUE((*actor)->wait()) << (*actor)->error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  expect_zoo(*snapshot, *root, 0, 0, {});
  expect_zoo(*snapshot, *first, 61001, 61002, {7, 8, 9});
  expect_zoo(*snapshot, *second, 61003, 61004, {});
  EXPECT_GE(snapshot->report.namespaces_entered, 4u);
  EXPECT_TRUE(std::ranges::is_sorted(snapshot->endpoints, {}, &Endpoint::id));
}

TEST_F(Kinds, OneUsersSocketsShareOneCredentialId) {
  const auto actor = zoo_of(61001, 61002, {7});
  ASSERT_TRUE(actor->wait()) << actor->error();
  const auto before = look();
  const auto after = look();
  ASSERT_TRUE(before && after);
  std::set<std::uint64_t> ids;
  for (const auto& snapshot : {before, after}) {
    for (const Truth& truth : actor->sockets()) {
      const Endpoint* row = row_of(*snapshot, truth, *actor);
      ASSERT_TRUE(row) << truth.label;
      ids.insert(snapshot->credential_set(*row)->id);
    }
  }
  ASSERT_EQ(ids.size(), 1u);
  ASSERT_TRUE(source_->credential_set(*ids.begin()));
  EXPECT_EQ(source_->credential_set(*ids.begin())->uid, 61001u);
}

TEST_F(Kinds, MptcpSocketsKeepTheirIds) {
  if (!supports(AF_INET, SOCK_STREAM, kMptcp)) GTEST_SKIP() << "the kernel has no MPTCP";
  Actor actor([](Script& script) {
    own_network(script);
    script.tell_number("network", network_inode());
    open_mptcp(script);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto before = look();
  const auto after = look();
  ASSERT_TRUE(before && after);
  ASSERT_EQ(actor.sockets().size(), 3u);
  for (const Truth& truth : actor.sockets()) {
    const Endpoint* row = row_of(*before, truth, actor);
    ASSERT_TRUE(row) << truth.label;
    EXPECT_EQ(row->id, row_of(*after, truth, actor)->id) << truth.label;
  }
}

TEST_F(Kinds, ASnapshotShowsWhatWasOpenedAfterTheLastOne) {
  Actor actor([](Script& script) {
    own_network(script);
    script.pause();
    script.tell("listener", listen_tcp(script));
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto before = look();
  actor.proceed();
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto after = look();
  ASSERT_TRUE(before && after);
  EXPECT_FALSE(before->find(actor.cookie("listener")));
  EXPECT_TRUE(after->find(actor.cookie("listener")));
}

}  // namespace
}  // namespace wfp::kernel::test
