// Sockets of every kind, opened by several users in three network namespaces: each is found,
// described as its owner describes it and attributed to him; nothing else is found there.
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "live_test.h"
#include "zoo.h"

namespace wfp::kernel::test {
namespace {

using endpoint::Attribution;
using endpoint::Direction;
using endpoint::Endpoint;
using endpoint::IpVersion;
using endpoint::State;

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
