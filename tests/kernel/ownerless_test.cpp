// What no process holds: left-over connections, connections nobody has accepted, sockets on their
// way.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#ifdef WFP_HAVE_URING
#include <liburing.h>
#endif

#include "live_test.h"
#include "stage.h"

namespace wfp::kernel::test {
namespace {

using endpoint::Attribution;
using endpoint::Direction;
using endpoint::Endpoint;
using endpoint::State;

class Ownerless : public LiveTest {
 protected:
  static void expect_nobodys(const endpoint::Snapshot& snapshot, const Endpoint* row,
                             const char* what) {
    ASSERT_TRUE(row) << what << " is missing";
    EXPECT_EQ(row->attribution, Attribution::none) << what;
    EXPECT_EQ(row->holder_count, 0u) << what;
    EXPECT_FALSE(snapshot.application(*row)) << what;
  }

  // The row of the actor's namespace between these ports.
  static const Endpoint* between(const endpoint::Snapshot& snapshot, const Actor& actor,
                                 std::uint16_t local, std::uint16_t remote) {
    const auto row = std::ranges::find_if(snapshot.endpoints, [&](const Endpoint& endpoint) {
      return snapshot.network_namespace(endpoint)->inode == actor.number("network") &&
             endpoint.local_port == local && endpoint.remote_port == remote;
    });
    return row == snapshot.endpoints.end() ? nullptr : &*row;
  }

  static const Truth& truth(const Actor& actor, const std::string& label) {
    return *std::ranges::find_if(actor.sockets(),
                                 [&](const Truth& told) { return told.label == label; });
  }
};

TEST_F(Ownerless, ConnectionsNobodyAcceptedHaveNoApplication) {
  Actor actor([](Script& script) {
    own_network(script);
    script.tell_number("network", network_inode());
    const int listener = listen_tcp(script);
    script.tell("client", connect_to(script, listener));
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const Truth& client = truth(actor, "client");
  const Endpoint* child = between(*snapshot, actor, client.remote_port, client.local_port);
  expect_nobodys(*snapshot, child, "the child");
  ASSERT_TRUE(child);
  EXPECT_EQ(child->direction, Direction::inbound);
  EXPECT_EQ(child->state, State::established);
  EXPECT_EQ(child->credentials, endpoint::kNone);
}

TEST_F(Ownerless, TimeWaitKeepsTheIdAndNamesNobody) {
  Actor actor([](Script& script) {
    own_network(script);
    const int listener = listen_tcp(script);
    const int client = connect_to(script, listener);
    const int server = accept_from(script, listener);
    script.tell("first to close", client);
    ::close(client);
    char byte = 0;
    script.check(::read(server, &byte, 1) == 0, "end of stream");
    ::close(server);
    ::usleep(50'000);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const Endpoint* row = snapshot->find(actor.cookie("first to close"));
  expect_nobodys(*snapshot, row, "TIME_WAIT");
  ASSERT_TRUE(row);
  EXPECT_EQ(row->state, State::time_wait);
  EXPECT_EQ(row->direction, Direction::none);
  EXPECT_EQ(row->local_port, truth(actor, "first to close").local_port);
}

TEST_F(Ownerless, FinWait2IsListedWithAndWithoutItsSocket) {
  Actor actor([](Script& script) {
    own_network(script);
    const int listener = listen_tcp(script);
    for (const char* label : {"held", "closed"}) {
      const int client = connect_to(script, listener);
      accept_from(script, listener);
      script.tell(label, client);
      ::shutdown(client, SHUT_WR);
      if (std::string_view(label) == "closed") ::close(client);
    }
    ::usleep(50'000);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const Endpoint* held = snapshot->find(actor.cookie("held"));
  ASSERT_TRUE(held);
  EXPECT_EQ(held->state, State::fin_wait_2);
  EXPECT_EQ(held->attribution, Attribution::holder);
  const Endpoint* closed = snapshot->find(actor.cookie("closed"));
  expect_nobodys(*snapshot, closed, "FIN_WAIT2");
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->state, State::fin_wait_2);
}

TEST_F(Ownerless, SocketsInFlightNameTheUserWhoMadeThem) {
  Actor actor([](Script& script) {
    own_network(script);
    int ends[2];
    script.check(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0, "socketpair");
    become(script, 61001, 61002, {7});
    for (const int type : {SOCK_DGRAM, SOCK_STREAM}) {
      const int fd =
          type == SOCK_DGRAM ? bind_loopback(script, AF_INET, type, 0) : listen_tcp(script);
      script.tell(type == SOCK_DGRAM ? "udp" : "tcp", fd);
      send_fd(script, ends[0], fd);
      ::close(fd);
    }
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  for (const char* label : {"udp", "tcp"}) {
    const Endpoint* row = snapshot->find(actor.cookie(label));
    expect_nobodys(*snapshot, row, label);
    ASSERT_TRUE(row);
    ASSERT_TRUE(snapshot->credential_set(*row)) << label;
    EXPECT_EQ(snapshot->credential_set(*row)->uid, 61001u) << label;
  }
}

TEST_F(Ownerless, FixedFilesOfAnIoUringAreFound) {
#ifdef WFP_HAVE_URING
  Actor actor([](Script& script) {
    own_network(script);
    static io_uring ring;
    script.check(::io_uring_queue_init(8, &ring, 0) == 0, "io_uring_queue_init");
    const int fd = bind_loopback(script, AF_INET, SOCK_DGRAM, 0);
    script.tell("fixed", fd);
    script.check(::io_uring_register_files(&ring, &fd, 1) == 0, "io_uring_register_files");
    ::close(fd);
  });
  if (!actor.wait()) GTEST_SKIP() << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  expect_nobodys(*snapshot, snapshot->find(actor.cookie("fixed")), "the fixed file");
#else
  GTEST_SKIP() << "built without liburing";
#endif
}

TEST_F(Ownerless, HalfOpenConnectionsAreInbound) {
  Actor actor([](Script& script) {
    own_network(script);
    script.tell_number("network", network_inode());
    const int listener = open_socket(script, AF_INET, SOCK_STREAM, 0);
    const int defer = 5;  // the connection stays half open until data comes
    ::setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, &defer, sizeof defer);
    script.check(::listen(listener, 4) == 0, "listen");
    script.tell("client", connect_to(script, listener));
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const Truth& client = truth(actor, "client");
  const Endpoint* half = between(*snapshot, actor, client.remote_port, client.local_port);
  expect_nobodys(*snapshot, half, "half open");
  ASSERT_TRUE(half);
  EXPECT_EQ(half->state, State::syn_received);
  EXPECT_EQ(half->direction, Direction::inbound);
}

}  // namespace
}  // namespace wfp::kernel::test
