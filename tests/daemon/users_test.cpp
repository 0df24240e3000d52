// Real users at the real socket: who gets in, who sees what, and whose word counts.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "support/as_user.h"
#include "support/daemon_fixture.h"
#include "support/engine_client.h"

namespace wfp::test {
namespace {

using Target = EngineClient::Target;

constexpr UnixUser kAlice{4001, 4001};
constexpr UnixUser kBob{4002, 4002};

// A UDP socket bound to a port of its own on loopback: an endpoint of whoever makes it.
class BoundSocket {
 public:
  BoundSocket() {
    fd_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    ::bind(fd_, reinterpret_cast<sockaddr*>(&address), size);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    size = sizeof cookie_;
    ::getsockopt(fd_, SOL_SOCKET, SO_COOKIE, &cookie_, &size);
  }
  BoundSocket(const BoundSocket&) = delete;
  BoundSocket& operator=(const BoundSocket&) = delete;
  ~BoundSocket() { ::close(fd_); }
  [[nodiscard]] std::uint64_t cookie() const { return cookie_; }

 private:
  int fd_;
  std::uint16_t port_ = 0;
  std::uint64_t cookie_ = 0;
};

// Ids of all endpoints the client sees; empty and `failed` set when it may not ask.
std::set<std::uint64_t> list(EngineClient& client, Status* failed = nullptr,
                             bool* hidden = nullptr) {
  std::set<std::uint64_t> ids;
  auto made = client.session().endpointEnumRequest().send().wait(client.scope());
  if (failed) *failed = EngineClient::status(made);
  if (EngineClient::status(made) != Status::success) return ids;
  auto enumeration = made.getEnumeration();
  while (true) {
    auto next = enumeration.nextRequest();
    next.setCount(0xFFFFFFFF);
    auto page = next.send().wait(client.scope());
    for (const auto row : page.getPage().getRows()) ids.insert(row.getId());
    if (hidden) *hidden = page.getPage().getOthersHidden();
    if (page.getPage().getRemaining() == 0) return ids;
  }
}

Status by_id(EngineClient& client, std::uint64_t id) {
  auto request = client.session().endpointByIdRequest();
  request.setId(id);
  return EngineClient::status(request.send().wait(client.scope()));
}

class Users : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = daemon_.skip_reason(); !why.empty()) GTEST_SKIP() << why;
    ASSERT_TRUE(daemon_.running()) << daemon_.log();
  }
  // In a child: an event loop of this process would be in the way of those of later children.
  [[nodiscard]] bool root_sets(std::string_view sddl) {
    return in_child([&] {
             EngineClient client(daemon_.socket());
             return client.set(Target::endpoints, sddl) == Status::success ? 0 : 1;
           }) == 0;
  }
  // Makes a socket as `owner`, then asks as `viewer` whether it is listed. 1: yes, 0: no.
  int sees(const UnixUser& viewer, const UnixUser& owner) {
    int to_owner[2];
    int from_owner[2];
    if (::pipe(to_owner) != 0 || ::pipe(from_owner) != 0) return 255;
    const pid_t child = ::fork();
    if (child == 0) {
      if (!become(owner)) ::_exit(1);
      const BoundSocket socket;
      const std::uint64_t cookie = socket.cookie();
      char done = 0;
      const bool told = ::write(from_owner[1], &cookie, sizeof cookie) == sizeof cookie;
      ::close(to_owner[1]);
      ::_exit(told && ::read(to_owner[0], &done, 1) >= 0 ? 0 : 1);
    }
    std::uint64_t cookie = 0;
    if (::read(from_owner[0], &cookie, sizeof cookie) != sizeof cookie) return 255;
    const int result = as_user(viewer, [&] {
      EngineClient client(daemon_.socket());
      if (client.opened() != Status::success) return 254;
      const bool listed = list(client).contains(cookie);
      const bool found = by_id(client, cookie) == Status::success;
      return listed == found ? static_cast<int>(listed) : 253;
    });
    ::close(to_owner[0]);
    ::close(to_owner[1]);
    ::close(from_owner[0]);
    ::close(from_owner[1]);
    ::waitpid(child, nullptr, 0);
    return result;
  }

  DaemonFixture daemon_;
};

TEST_F(Users, RootSeesEverybodysEndpoints) {
  EXPECT_EQ(sees({0, 0}, kAlice), 1);
  EXPECT_EQ(sees({0, 0}, {0, 0}), 1);
}

TEST_F(Users, AUserSeesHisOwnEndpointsAndNobodyElses) {
  EXPECT_EQ(sees(kAlice, kAlice), 1);
  EXPECT_EQ(sees(kAlice, kBob), 0);
  EXPECT_EQ(sees(kAlice, {0, 0}), 0);
}

TEST_F(Users, WhatIsHiddenIsSaidAndNotCounted) {
  EXPECT_EQ(as_user(kAlice,
                    [&] {
                      EngineClient client(daemon_.socket());
                      bool hidden = false;
                      list(client, nullptr, &hidden);
                      return hidden ? 0 : 1;
                    }),
            0);
}

TEST_F(Users, AnEndpointThatDoesNotExistIsNotFound) {
  EngineClient client(daemon_.socket());
  EXPECT_EQ(by_id(client, 0xFFFFFFFFFFFFFFFF), Status::fwp_not_found);
}

TEST_F(Users, AGrantOfReadOnTheContainerShowsEverything) {
  ASSERT_TRUE(root_sets("D:(A;;WPLO;;;S-1-22-1-4001)"));
  EXPECT_EQ(sees(kAlice, kBob), 1);
  EXPECT_EQ(as_user(kBob,
                    [&] {
                      EngineClient client(daemon_.socket());
                      Status status{};
                      list(client, &status);
                      return status == Status::access_denied ? 0 : 1;
                    }),
            0)
      << "ENUM for authenticated users went with the default";
}

TEST_F(Users, AGrantToAGroupReachesItsMembers) {
  ASSERT_TRUE(root_sets("D:(A;;WPLO;;;S-1-22-2-4777)"));
  EXPECT_EQ(sees({4001, 4001, {4777}}, kBob), 1);
  EXPECT_EQ(sees({4001, 4777}, kBob), 1) << "as primary group";
}

TEST_F(Users, AConditionShowsByAttribute) {
  ASSERT_TRUE(root_sets(
      "D:(A;;WP;;;AU)(XA;OICIIO;LO;;;S-1-22-1-4001;(@RESOURCE.user == SID(S-1-22-1-4002)))"));
  EXPECT_EQ(sees(kAlice, kBob), 1);
  EXPECT_EQ(sees(kAlice, {0, 0}), 0);
}

TEST_F(Users, AnExplicitDenyHidesFromWhoMayReadTheContainer) {
  ASSERT_TRUE(
      root_sets("D:(XD;OICIIO;LO;;;S-1-22-1-4001;(@RESOURCE.user == "
                "SID(S-1-22-1-4002)))(A;;WPLO;;;S-1-22-1-4001)"));
  EXPECT_EQ(sees(kAlice, kBob), 0);
  EXPECT_EQ(sees(kAlice, {0, 0}), 1);
}

TEST_F(Users, AHandleMadeBeforeADenyGoesOnWorking) {
  EngineClient root(daemon_.socket());
  auto made = root.session().endpointEnumRequest().send().wait(root.scope());
  ASSERT_EQ(EngineClient::status(made), Status::success);
  auto enumeration = made.getEnumeration();
  ASSERT_EQ(root.set(Target::endpoints, "D:(D;;WP;;;SY)"), Status::success);
  Status status{};
  list(root, &status);
  EXPECT_EQ(status, Status::access_denied);
  auto next = enumeration.nextRequest();
  next.setCount(10);
  EXPECT_EQ(EngineClient::status(next.send().wait(root.scope())), Status::success);
}

TEST_F(Users, OnlyWhoMayChangesTheDescriptor) {
  EXPECT_EQ(as_user(kAlice,
                    [&] {
                      EngineClient client(daemon_.socket());
                      return client.set(Target::endpoints, "D:(A;;GA;;;S-1-22-1-4001)") ==
                                     Status::access_denied
                                 ? 0
                                 : 1;
                    }),
            0);
}

TEST_F(Users, RootOfAUserNamespaceIsNobodySpecial) {
  const int code = as_user(kAlice, [&] {
    if (::unshare(CLONE_NEWUSER) != 0) return 77;
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "0 4001 1";
    std::ofstream("/proc/self/gid_map") << "0 4001 1";
    if (::geteuid() != 0) return 77;
    EngineClient client(daemon_.socket());
    if (client.opened() != Status::success) return 1;
    if (client.set(Target::endpoints, "D:(A;;GA;;;WD)") != Status::access_denied) return 2;
    return client.get(Target::endpoints, 8) == "STATUS_PRIVILEGE_NOT_HELD" ? 0 : 3;
  });
  if (code == 77) GTEST_SKIP() << "no user namespaces for users here";
  EXPECT_EQ(code, 0);
}

// A setuid program that a user executes is root by its process, and the user by its connection.
TEST_F(Users, TheTokenIsThatOfTheConnectHoweverTheProcessChanges) {
  TempDir folder;
  ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
  const std::string program = folder.file("setuid-client");
  std::filesystem::copy_file(WFP_SETUID_CLIENT, program);
  ASSERT_EQ(::chmod(program.c_str(), 04755), 0);
  struct statvfs mount{};
  ASSERT_EQ(::statvfs(program.c_str(), &mount), 0);
  if ((mount.f_flag & ST_NOSUID) != 0) GTEST_SKIP() << folder.path() << " is mounted nosuid";
  EXPECT_EQ(as_user(kAlice,
                    [&] {
                      const int socket = connect_to(daemon_.socket());
                      if (socket < 0 || ::fcntl(socket, F_SETFD, 0) != 0) return 254;
                      ::execl(program.c_str(), program.c_str(), std::to_string(socket).c_str(),
                              nullptr);
                      return 253;
                    }),
            0);
}

TEST_F(Users, ATokenIsForHoldersOfDebugPrivilege) {
  const BoundSocket socket;
  const auto open = [&](EngineClient& client, std::uint64_t which, std::uint32_t access) {
    auto request = client.session().openTokenRequest();
    request.setModifiedId(which);
    request.setDesiredAccess(access);
    return request.send().wait(client.scope());
  };
  EXPECT_EQ(as_user(kAlice,
                    [&] {
                      EngineClient client(daemon_.socket());
                      auto answer = open(client, 1, 8);
                      const std::string privilege =
                          answer.getOutcome().getRefusal().getPrivilege().cStr();
                      if (privilege != "SeDebugPrivilege") return 1;
                      return EngineClient::status(answer) == Status::privilege_not_held ? 0 : 2;
                    }),
            0);
  EngineClient root(daemon_.socket());
  auto find = root.session().endpointByIdRequest();
  find.setId(socket.cookie());
  const std::uint64_t id =
      find.send().wait(root.scope()).getPage().getRows()[0].getTokenModifiedId();
  auto token = open(root, id, 8);
  ASSERT_EQ(EngineClient::status(token), Status::success);
  EXPECT_EQ(token.getGranted(), 8u);
  EXPECT_EQ(token.getToken().getModifiedId(), id);
  EXPECT_GT(token.getToken().getPrivileges().size(), 0u);
  EXPECT_EQ(EngineClient::status(open(root, id, 0x40)), Status::access_denied)
      << "TOKEN_ADJUST_GROUPS";
  EXPECT_EQ(EngineClient::status(open(root, 0xFFFFFFFF, 8)), Status::not_found);
}

}  // namespace
}  // namespace wfp::test
