// A pass over a kernel that does not stand still: rows that stay are found whatever comes and goes
// around them.
#include <netinet/in.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

#include "live_test.h"
#include "stage.h"

namespace wfp::kernel::test {
namespace {

constexpr int kPasses = 40;

class Churn : public LiveTest {
 protected:
  // A process that opens `count` sockets and stays.
  static std::unique_ptr<Actor> steady(int count) {
    return std::make_unique<Actor>([=](Script& script) {
      own_network(script);
      script.tell_number("network", network_inode());
      const rlimit limit{20000, 20000};
      ::setrlimit(RLIMIT_NOFILE, &limit);
      for (int i = 0; i < count; ++i)
        script.tell("steady", bind_loopback(script, AF_INET, SOCK_DGRAM, 0));
    });
  }

  void expect_all_in_every_pass(const Actor& actor) {
    for (int pass = 0; pass < kPasses; ++pass) {
      const auto snapshot = look();
      ASSERT_TRUE(snapshot);
      for (const Truth& truth : actor.sockets()) {
        const auto* row = snapshot->find(truth.cookie);
        ASSERT_TRUE(row) << "pass " << pass;
        ASSERT_TRUE(snapshot->owner(*row)) << "pass " << pass;
        EXPECT_EQ(snapshot->owner(*row)->pid, actor.pid());
        EXPECT_EQ(snapshot->application(*row)->host, true);
      }
    }
  }
};

TEST_F(Churn, DyingProcessesDisturbNobody) {
  const auto actor = steady(500);
  ASSERT_TRUE(actor->wait()) << actor->error();
  Actor restless([](Script& script) {
    own_network(script);
    if (::fork() != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (true) {
      const pid_t child = ::fork();
      if (child == 0) {
        for (int i = 0; i < 20; ++i) bind_loopback(script, AF_INET, SOCK_DGRAM, 0);
        ::_exit(0);
      }
      ::waitpid(child, nullptr, 0);
    }
  });
  ASSERT_TRUE(restless.wait()) << restless.error();
  expect_all_in_every_pass(*actor);
}

TEST_F(Churn, ClosingSocketsDisturbNobody) {
  const auto actor = steady(500);
  ASSERT_TRUE(actor->wait()) << actor->error();
  Actor restless([](Script& script) {
    own_network(script);
    if (::fork() != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int listener = listen_tcp(script);
    while (true) {
      const int client = connect_to(script, listener);
      const linger reset{1, 0};  // no TIME_WAIT
      ::setsockopt(client, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
      const int server = accept_from(script, listener);
      const int datagram = bind_loopback(script, AF_INET6, SOCK_DGRAM, 0);
      for (const int fd : {client, server, datagram}) ::close(fd);
    }
  });
  ASSERT_TRUE(restless.wait()) << restless.error();
  expect_all_in_every_pass(*actor);
}

TEST_F(Churn, WaitingCallersShareAPassAndEachSeesItsPresent) {
  std::atomic<int> wrong = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 8; ++caller) {
    callers.emplace_back([this, &wrong] {
      for (int i = 0; i < 20; ++i) {
        const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_in any{};
        any.sin_family = AF_INET;
        if (::bind(fd, reinterpret_cast<sockaddr*>(&any), sizeof any) != 0) ++wrong;
        const auto snapshot = source_->snapshot();
        if (!snapshot || !(*snapshot)->find(truth_of("", fd).cookie)) ++wrong;
        ::close(fd);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(wrong, 0);
}

TEST_F(Churn, TwoHundredNamespacesAreAllRead) {
  constexpr int kNamespaces = 200;
  std::vector<std::unique_ptr<Actor>> actors;
  for (int i = 0; i < kNamespaces; ++i) {
    actors.push_back(std::make_unique<Actor>([](Script& script) {
      own_network(script);
      const int listener = listen_tcp(script);
      const int client = connect_to(script, listener);
      const int server = accept_from(script, listener);
      script.tell("held", listener);
      script.tell("left over", client);
      ::close(client);
      ::close(server);
    }));
  }
  for (const auto& actor : actors) ASSERT_TRUE(actor->wait()) << actor->error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  for (const auto& actor : actors) {
    EXPECT_TRUE(snapshot->find(actor->cookie("held")));
    EXPECT_TRUE(snapshot->find(actor->cookie("left over")));
  }
  EXPECT_GE(snapshot->report.namespaces_entered, static_cast<unsigned>(kNamespaces));
}

TEST_F(Churn, MoreRecordsThanOneBufferLoseNone) {
  const auto actor = steady(5000);
  ASSERT_TRUE(actor->wait()) << actor->error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  std::size_t rows = 0;
  for (const auto& row : snapshot->endpoints) {
    if (snapshot->network_namespace(row)->inode != actor->number("network")) continue;
    ++rows;
    EXPECT_TRUE(snapshot->application(row));
    EXPECT_TRUE(snapshot->credential_set(row));
    EXPECT_TRUE(snapshot->cgroup(row));
  }
  EXPECT_EQ(rows, 5000u);
}

}  // namespace
}  // namespace wfp::kernel::test
