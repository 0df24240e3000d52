#include "kernel/snapshot_builder.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <numeric>
#include <string_view>

namespace wfp::kernel {
namespace {

using endpoint::Attribution;
using endpoint::kNone;
using endpoint::Snapshot;

// A stream as the programs write it.
class Stream {
 public:
  template <class Record>
  Stream& add(Record record, std::uint16_t kind, std::uint32_t index, std::string_view text = {}) {
    const std::size_t padded = (text.size() + 7) / 8 * 8;
    record.header = {kind, static_cast<std::uint16_t>(sizeof record + padded), index};
    const auto* bytes = reinterpret_cast<const std::byte*>(&record);
    bytes_.insert(bytes_.end(), bytes, bytes + sizeof record);
    const std::size_t text_at = bytes_.size();
    bytes_.resize(text_at + padded);
    std::ranges::copy(std::as_bytes(std::span(text)),
                      bytes_.begin() + static_cast<std::ptrdiff_t>(text_at));
    return *this;
  }

  Stream& process(std::uint32_t index, std::uint32_t pid, std::uint32_t euid, std::uint64_t start,
                  std::string_view path,
                  std::uint32_t flags = WFP_PROCESS_HOST_ROOT | WFP_PROCESS_HOST_USER_NS) {
    wfp_process_record record{};
    record.pid = pid;
    record.euid = euid;
    record.start_ns = start;
    record.user_ns_inode = 70;
    record.mount_ns_inode = 80;
    record.flags = flags;
    record.path_length = static_cast<std::uint32_t>(path.size());
    return add(record, WFP_RECORD_PROCESS, index, path);
  }

  Stream& credential(std::uint32_t index, std::uint32_t uid, std::uint32_t group_count = 0,
                     std::uint32_t chunk = WFP_NO_INDEX) {
    wfp_credential_record record{};
    record.uid = uid;
    record.gid = uid;
    record.host_user_ns = 1;
    record.group_count = group_count;
    record.arena_chunk = chunk;
    std::iota(std::begin(record.groups), std::end(record.groups), 100u);
    return add(record, WFP_RECORD_CREDENTIAL, index);
  }

  Stream& socket(std::uint64_t cookie, std::uint32_t process, std::uint32_t credential) {
    wfp_socket_record record{};
    record.cookie = cookie;
    record.netns_cookie = 5;
    record.netns_inode = 50;
    record.process = process;
    record.credential = credential;
    record.cgroup = WFP_NO_INDEX;
    record.family = AF_INET;
    record.protocol = IPPROTO_UDP;
    record.type = SOCK_DGRAM;
    record.state = 7;
    record.local_port = 53;
    return add(record, WFP_RECORD_SOCKET, 0);
  }

  Stream& cgroup(std::uint32_t index, std::string_view path, std::uint32_t foreign_mask = 0) {
    wfp_cgroup_record record{};
    record.id = 9;
    record.depth = 2;
    record.foreign_mask = foreign_mask;
    record.path_length = static_cast<std::uint32_t>(path.size());
    return add(record, WFP_RECORD_CGROUP, index, path);
  }

  [[nodiscard]] std::span<const std::byte> bytes() const { return bytes_; }
  std::vector<std::byte>& raw() { return bytes_; }

 private:
  std::vector<std::byte> bytes_;
};

class SnapshotBuilderTest : public ::testing::Test {
 protected:
  Result<Snapshot> build(std::span<const std::byte> stream) {
    SnapshotBuilder builder(table_, {50, "/system.slice"});
    builder.begin_stream(arena_);
    WFP_CHECK_OK(builder.add(stream));
    return builder.finish();
  }
  Snapshot built(const Stream& stream) {
    auto snapshot = build(stream.bytes());
    EXPECT_TRUE(snapshot) << snapshot.error().what;
    return snapshot ? *std::move(snapshot) : Snapshot();
  }

  CredentialTable table_;
  std::vector<std::uint32_t> arena_ = std::vector<std::uint32_t>(2 * WFP_ARENA_CHUNK, 7);
};

TEST_F(SnapshotBuilderTest, RowsAreSortedById) {
  Stream stream;
  for (const std::uint64_t cookie : {30u, 10u, 20u})
    stream.socket(cookie, WFP_NO_INDEX, WFP_NO_INDEX);
  const Snapshot snapshot = built(stream);
  ASSERT_EQ(snapshot.endpoints.size(), 3u);
  EXPECT_TRUE(std::ranges::is_sorted(snapshot.endpoints, {}, &endpoint::Endpoint::id));
}

TEST_F(SnapshotBuilderTest, TheOwnerIsTheEarliestHolderOfTheMakersUser) {
  Stream stream;
  stream.process(0, 10, 0, 1, "/sbin/init")
      .process(1, 11, 1000, 3, "/bin/late")
      .process(2, 12, 1000, 2, "/bin/early");
  stream.credential(0, 1000).socket(1, 0, 0).socket(1, 1, 0).socket(1, 2, 0);
  const Snapshot snapshot = built(stream);
  ASSERT_EQ(snapshot.endpoints.size(), 1u);
  const auto& row = snapshot.endpoints[0];
  EXPECT_EQ(row.attribution, Attribution::holder);
  EXPECT_EQ(snapshot.application(row)->id, "/bin/early");
  ASSERT_EQ(row.holder_count, 3u);
  EXPECT_EQ(snapshot.processes[snapshot.holders_of(row)[0]].pid, 10u);
}

TEST_F(SnapshotBuilderTest, HoldersOfAnotherUserAloneAttributeNothing) {
  Stream stream;
  stream.process(0, 10, 1001, 1, "/bin/other").credential(0, 1000).socket(1, 0, 0);
  const Snapshot snapshot = built(stream);
  EXPECT_EQ(snapshot.endpoints[0].attribution, Attribution::none);
  EXPECT_EQ(snapshot.endpoints[0].holder_count, 1u);
  EXPECT_FALSE(snapshot.application(snapshot.endpoints[0]));
}

TEST_F(SnapshotBuilderTest, ManyDescriptorsOfOneProcessAreOneHolder) {
  Stream stream;
  stream.process(0, 10, 0, 1, "/bin/a").process(1, 10, 0, 1, "/bin/a").credential(0, 0);
  stream.socket(1, 0, 0).socket(1, 0, 0).socket(1, 1, 0);
  const Snapshot snapshot = built(stream);
  EXPECT_EQ(snapshot.endpoints[0].holder_count, 1u);
  EXPECT_EQ(snapshot.processes.size(), 1u);
}

TEST_F(SnapshotBuilderTest, OnlyTheHostsRootAndUsersGiveAHostPath) {
  Stream stream;
  stream.process(0, 10, 0, 1, "/bin/a").process(1, 11, 0, 1, "/bin/a", WFP_PROCESS_HOST_ROOT);
  stream.process(2, 12, 0, 1, "/bin/a", WFP_PROCESS_HOST_USER_NS).process(3, 13, 0, 1, "/bin/a", 0);
  const Snapshot snapshot = built(stream);
  const auto id = [&](std::size_t i) {
    return snapshot.applications[snapshot.processes[i].application].id;
  };
  EXPECT_EQ(id(0), "/bin/a");
  EXPECT_EQ(id(1), "ns:70:/bin/a");
  EXPECT_EQ(id(2), "ns:80:/bin/a");
  EXPECT_EQ(id(3), "ns:80:/bin/a");
}

TEST_F(SnapshotBuilderTest, NoImageAndCutPathsAreNoApplication) {
  Stream stream;
  stream.process(0, 10, 0, 1, "/x", WFP_PROCESS_NO_IMAGE)
      .process(1, 11, 0, 1, "/x", 3 | WFP_PROCESS_PATH_CUT);
  stream.process(2, 12, 0, 1, "", 3);
  for (const auto& process : built(stream).processes) EXPECT_EQ(process.application, kNone);
}

TEST_F(SnapshotBuilderTest, GroupsComeFromTheRecordOrTheArena) {
  std::iota(arena_.begin(), arena_.end(), 1000u);
  Stream stream;
  stream.credential(0, 1, 2).credential(1, 2, 33, 1).credential(2, 3, 33);
  stream.socket(1, WFP_NO_INDEX, 0).socket(2, WFP_NO_INDEX, 1).socket(3, WFP_NO_INDEX, 2);
  const Snapshot snapshot = built(stream);
  const auto set = [&](std::size_t i) { return *snapshot.credential_set(snapshot.endpoints[i]); };
  EXPECT_EQ(set(0).groups, (std::vector<std::uint32_t>{100, 101}));
  EXPECT_EQ(set(1).groups.size(), 33u);
  EXPECT_EQ(set(1).groups[0], 1000u + WFP_ARENA_CHUNK);
  EXPECT_FALSE(set(2).groups_known);
  EXPECT_EQ(set(2).id, 0u);  // no token is made of half a list
  EXPECT_NE(set(1).id, 0u);
  ASSERT_EQ(snapshot.report.limits.size(), 1u);
}

TEST_F(SnapshotBuilderTest, CgroupsGiveTheService) {
  Stream stream;
  stream.cgroup(0, "/system.slice/ssh.service");
  EXPECT_EQ(built(stream).cgroups[0].service, "ssh");
  Stream delegated;
  delegated.cgroup(0, "/system.slice/ssh.service", 1);
  EXPECT_EQ(built(delegated).cgroups[0].service, "");
  Stream root;
  root.cgroup(0, "");
  EXPECT_EQ(built(root).cgroups[0].path, "/");
}

TEST_F(SnapshotBuilderTest, UnknownIndicesNameNothing) {
  Stream stream;
  stream.socket(1, 4711, 4711);
  const Snapshot snapshot = built(stream);
  EXPECT_EQ(snapshot.endpoints[0].credentials, kNone);
  EXPECT_EQ(snapshot.endpoints[0].holder_count, 0u);
}

TEST_F(SnapshotBuilderTest, CookiesOfNothingKnownAreCounted) {
  Stream stream;
  stream.socket(1, WFP_NO_INDEX, WFP_NO_INDEX);
  for (const std::uint64_t cookie : {1u, 2u, 2u}) {
    wfp_cookie_record record{};
    record.cookie = cookie;
    stream.add(record, WFP_RECORD_COOKIE, 0);
  }
  SnapshotBuilder builder(table_, {50, "/system.slice"});
  builder.begin_stream(arena_);
  ASSERT_TRUE(builder.add(stream.bytes()));
  EXPECT_EQ(builder.unknown_cookies(), 2u);
  EXPECT_EQ(builder.finish().endpoints.size(), 1u);
}

TEST_F(SnapshotBuilderTest, EachStreamCountsItsIndicesAnew) {
  Stream first, second;
  first.credential(0, 1000).socket(1, WFP_NO_INDEX, 0);
  second.socket(2, WFP_NO_INDEX, 0).credential(0, 1001).socket(3, WFP_NO_INDEX, 0);
  SnapshotBuilder builder(table_, {50, "/system.slice"});
  for (const Stream* stream : {&first, &second}) {
    builder.begin_stream(arena_);
    ASSERT_TRUE(builder.add(stream->bytes()));
  }
  const Snapshot snapshot = builder.finish();
  EXPECT_EQ(snapshot.credential_set(snapshot.endpoints[0])->uid, 1000u);
  EXPECT_FALSE(snapshot.credential_set(snapshot.endpoints[1]));
  EXPECT_EQ(snapshot.credential_set(snapshot.endpoints[2])->uid, 1001u);
}

TEST_F(SnapshotBuilderTest, MalformedStreamsAreErrors) {
  Stream good;
  good.process(0, 10, 0, 1, "/bin/a").credential(0, 0).cgroup(0, "/a").socket(1, 0, 0);
  for (std::size_t size = 1; size < good.bytes().size(); ++size) {
    const auto snapshot =
        build(good.bytes().first(size));  // whole records, or an error; never a crash
    EXPECT_TRUE(snapshot || snapshot.error().status == Status::internal_error);
  }
  Stream unknown;
  unknown.add(wfp_socket_record{}, 99, 0);
  EXPECT_FALSE(build(unknown.bytes()));
  Stream huge_index;
  huge_index.credential(0xfffffff0, 0);
  EXPECT_FALSE(build(huge_index.bytes()));
  Stream path_too_long;
  path_too_long.process(0, 10, 0, 1, "/bin/a");
  reinterpret_cast<wfp_process_record*>(path_too_long.raw().data())->path_length = 4096;
  EXPECT_FALSE(build(path_too_long.bytes()));
  Stream outside_arena;
  outside_arena.credential(0, 0, 65536, 1);
  EXPECT_FALSE(build(outside_arena.bytes()));
  Stream no_size;
  no_size.socket(1, 0, 0);
  reinterpret_cast<wfp_record_header*>(no_size.raw().data())->size = 0;
  EXPECT_FALSE(build(no_size.bytes()));
}

TEST_F(SnapshotBuilderTest, CookiesThatDifferInHighBitsKeepApart) {
  Stream stream;
  for (std::uint64_t i = 1; i <= 20000; ++i) stream.socket(i << 40 | i, WFP_NO_INDEX, WFP_NO_INDEX);
  EXPECT_EQ(built(stream).endpoints.size(), 20000u);
}

}  // namespace
}  // namespace wfp::kernel
