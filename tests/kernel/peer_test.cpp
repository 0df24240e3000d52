// Who connected, whatever he has become since.
#include "kernel/peer.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <numeric>
#include <thread>

#include "stage.h"
#include "support/temp_dir.h"

namespace wfp::kernel::test {
namespace {

constexpr std::uint64_t kSysAdmin = 1ull << 21;

class PeerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root: it becomes other users";
    auto reader = PeerReader::open();
    if (!reader && reader.error().status == Status::access_denied)
      GTEST_SKIP() << reader.error().what;
    ASSERT_TRUE(reader) << reader.error().what;
    reader_ = std::move(*reader);
    address_.sun_family = AF_UNIX;
    ASSERT_EQ(::chmod(folder_.path().c_str(), 0755), 0);
    const std::string path = folder_.file("socket");
    std::memcpy(address_.sun_path, path.data(), path.size());
    listener_.reset(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    ASSERT_EQ(::bind(listener_.get(), reinterpret_cast<sockaddr*>(&address_), sizeof address_), 0);
    ASSERT_EQ(::chmod(path.c_str(), 0666), 0);
    ASSERT_EQ(::listen(listener_.get(), 8), 0);
  }

  int connect(Script& script) const {
    const int fd = open_socket(script, AF_UNIX, SOCK_STREAM, 0);
    script.check(::connect(fd, reinterpret_cast<const sockaddr*>(&address_), sizeof address_) == 0,
                 "connect");
    return fd;
  }

  // The next caller; waits for him.
  Result<Peer> accept_and_read() {
    accepted_.reset(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    return reader_->read(accepted_.get());
  }

  static bool has_ended(const UniqueFd& pidfd) {
    pollfd process{pidfd.get(), POLLIN, 0};
    return ::poll(&process, 1, 0) == 1;
  }

  wfp::test::TempDir folder_;
  sockaddr_un address_{};
  UniqueFd listener_;
  UniqueFd accepted_;
  std::unique_ptr<PeerReader> reader_;
};

TEST_F(PeerTest, IsTheUserWithAllHisGroups) {
  Actor actor([this](Script& script) {
    become(script, 61001, 61002, {7, 8, 9});
    connect(script);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto peer = accept_and_read();
  ASSERT_TRUE(peer) << peer.error().what;
  EXPECT_EQ(peer->credentials.uid, 61001u);
  EXPECT_EQ(peer->credentials.gid, 61002u);
  EXPECT_EQ(peer->credentials.groups, (std::vector<std::uint32_t>{7, 8, 9}));
  EXPECT_EQ(peer->credentials.capabilities, 0u);
  EXPECT_FALSE(peer->credentials.foreign);
  EXPECT_EQ(peer->pid, actor.pid());
  ASSERT_TRUE(peer->pidfd);
  EXPECT_FALSE(has_ended(peer->pidfd));
  EXPECT_FALSE(peer->cgroup.path.empty());
}

TEST_F(PeerTest, RootHasItsCapabilities) {
  Actor actor([this](Script& script) { connect(script); });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto peer = accept_and_read();
  ASSERT_TRUE(peer) << peer.error().what;
  EXPECT_EQ(peer->credentials.uid, 0u);
  EXPECT_NE(peer->credentials.capabilities & kSysAdmin, 0u);
}

TEST_F(PeerTest, GroupListsOfAnyLengthAreWhole) {
  for (const std::size_t count : {33u, 1000u, 65536u}) {
    std::vector<gid_t> groups(count);
    std::iota(groups.begin(), groups.end(), 50000);
    Actor actor([&](Script& script) {
      become(script, 61001, 61002, groups);
      connect(script);
    });
    ASSERT_TRUE(actor.wait()) << actor.error();
    const auto peer = accept_and_read();
    ASSERT_TRUE(peer) << peer.error().what;
    EXPECT_EQ(peer->credentials.groups, groups) << count;
  }
}

TEST_F(PeerTest, ExecutingASetuidProgramAfterwardsChangesNothing) {
  const std::string program = folder_.file("setuid-sleep");
  std::filesystem::copy_file("/bin/sleep", program);
  ASSERT_EQ(::chmod(program.c_str(), 04755), 0);
  Actor actor([&](Script& script) {
    int ends[2];
    script.check(::pipe2(ends, O_CLOEXEC) == 0, "pipe");
    const pid_t child = ::fork();
    if (child == 0) {
      become(script, 61001, 61002);
      const int fd = connect(script);
      ::fcntl(fd, F_SETFD, 0);
      ::execl(program.c_str(), program.c_str(), "1000", nullptr);
      ::_exit(1);
    }
    ::close(ends[1]);
    char byte = 0;
    script.check(::read(ends[0], &byte, 1) == 0, "exec");
    struct stat status{};
    script.check(::stat(("/proc/" + std::to_string(child)).c_str(), &status) == 0, "stat");
    script.tell_number("owner by /proc", status.st_uid);
    script.tell_number("child", static_cast<std::uint64_t>(child));
    script.pause();
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto peer = accept_and_read();
  ASSERT_TRUE(peer) << peer.error().what;
  EXPECT_EQ(actor.number("owner by /proc"), 0u);  // so the program does run as root
  EXPECT_EQ(peer->pid, actor.number("child"));
  EXPECT_EQ(peer->credentials.uid, 61001u);
  EXPECT_EQ(peer->credentials.capabilities, 0u);
  actor.proceed();
  ASSERT_TRUE(actor.wait()) << actor.error();
  EXPECT_TRUE(has_ended(peer->pidfd));
}

TEST_F(PeerTest, DroppingPowerAfterwardsChangesNothing) {
  Actor actor([this](Script& script) {
    connect(script);
    become(script, 61001, 61002);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto peer = accept_and_read();
  ASSERT_TRUE(peer) << peer.error().what;
  EXPECT_EQ(peer->credentials.uid, 0u);
}

TEST_F(PeerTest, RootOfAUserNamespaceIsForeign) {
  Actor actor([this](Script& script) {
    become(script, 61001, 61002);
    script.check(::unshare(CLONE_NEWUSER) == 0, "unshare(CLONE_NEWUSER)");
    connect(script);
  });
  if (!actor.wait()) GTEST_SKIP() << actor.error();
  const auto peer = accept_and_read();
  ASSERT_TRUE(peer) << peer.error().what;
  EXPECT_EQ(peer->credentials.uid, 61001u);
  EXPECT_TRUE(peer->credentials.foreign);
  EXPECT_NE(peer->credentials.capabilities, 0u);
}

TEST_F(PeerTest, OneWhoHasEndedHasNoPidfdThatMeansAnother) {
  {
    Actor actor([this](Script& script) {
      become(script, 61001, 61002);
      connect(script);
    });
    ASSERT_TRUE(actor.wait()) << actor.error();
  }
  const auto peer = accept_and_read();
  ASSERT_TRUE(peer) << peer.error().what;
  EXPECT_EQ(peer->credentials.uid, 61001u);
  EXPECT_TRUE(!peer->pidfd || has_ended(peer->pidfd));
}

TEST_F(PeerTest, OtherDescriptorsAreNoPeers) {
  const UniqueFd network(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  EXPECT_FALSE(reader_->read(network.get()));
  const UniqueFd file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  EXPECT_FALSE(reader_->read(file.get()));
  EXPECT_FALSE(reader_->read(-1));
  EXPECT_FALSE(reader_->read(listener_.get()) &&
               reader_->read(listener_.get())->credentials.uid != 0);
}

TEST_F(PeerTest, ThreadsReadTheirOwnPeers) {
  std::vector<std::unique_ptr<Actor>> actors;
  std::vector<UniqueFd> sockets;
  for (uid_t i = 0; i < 8; ++i) {
    actors.push_back(std::make_unique<Actor>([this, i](Script& script) {
      become(script, 61001 + i, 61001);
      connect(script);
    }));
    ASSERT_TRUE(actors.back()->wait()) << actors.back()->error();
    sockets.emplace_back(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
  }
  std::vector<std::uint32_t> uids(sockets.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < sockets.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 20; ++round) {
        const auto peer = reader_->read(sockets[i].get());
        uids[i] = peer ? peer->credentials.uid : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (std::size_t i = 0; i < uids.size(); ++i) EXPECT_EQ(uids[i], 61001 + i);
}

}  // namespace
}  // namespace wfp::kernel::test
