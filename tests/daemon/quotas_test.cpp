// Every quota of the table, hit through the real socket by an ordinary user, and root's own.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "support/as_user.h"
#include "support/daemon_fixture.h"
#include "support/engine_client.h"

namespace wfp::test {
namespace {

constexpr UnixUser kAlice{4001, 4001};

class QuotaLimits : public testing::Test {
 protected:
  // Runs `body` as alice against a daemon with this configuration.
  int as_alice(const std::string& config,
               const std::function<int(const std::string& socket)>& body) {
    const DaemonFixture daemon(config);
    if (!daemon.running()) return 254;
    return as_user(kAlice, [&] { return body(daemon.socket()); });
  }
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "wfpd needs root's capabilities";
  }
};

Status enumerate(EngineClient& client, std::vector<wire::EndpointEnum::Client>* kept = nullptr) {
  auto made = client.session().endpointEnumRequest().send().wait(client.scope());
  if (kept && EngineClient::status(made) == Status::success) kept->push_back(made.getEnumeration());
  return EngineClient::status(made);
}

TEST_F(QuotaLimits, AConnectionTooManyIsToldSo) {
  EXPECT_EQ(as_alice("quota.connections = 2\n",
                     [](const std::string& socket) {
                       const int first = connect_to(socket);
                       const int second = connect_to(socket);
                       EngineClient third(connect_to(socket));
                       if (third.hello() != Status::quota_exceeded) return 1;
                       if (third.open() != Status::quota_exceeded) return 2;
                       ::close(first);
                       ::close(second);
                       return 0;
                     }),
            0);
}

TEST_F(QuotaLimits, EvenTellingHasALimit) {
  EXPECT_EQ(as_alice("quota.connections = 1\nquota.refused-connections = 1\n",
                     [](const std::string& socket) {
                       const int first = connect_to(socket);
                       const int second = connect_to(socket);
                       const int third = connect_to(socket);
                       char byte = 0;
                       const bool closed = ::read(third, &byte, 1) == 0;
                       ::close(first);
                       ::close(second);
                       return closed ? 0 : 1;
                     }),
            0);
}

TEST_F(QuotaLimits, ASessionTooMany) {
  EXPECT_EQ(as_alice("quota.sessions = 2\n",
                     [](const std::string& socket) {
                       EngineClient client(socket);
                       auto first = client.session();
                       if (client.open() != Status::success) return 1;
                       auto second = client.session();
                       if (client.open() != Status::quota_exceeded) return 2;
                       if (client.close() != Status::success) return 3;
                       return client.open() == Status::success ? 0 : 4;
                     }),
            0);
}

TEST_F(QuotaLimits, AnEnumerationTooMany) {
  EXPECT_EQ(as_alice("quota.enumerations = 1\n",
                     [](const std::string& socket) {
                       EngineClient client(socket);
                       std::vector<wire::EndpointEnum::Client> kept;
                       if (enumerate(client, &kept) != Status::success) return 1;
                       if (enumerate(client) != Status::quota_exceeded) return 2;
                       kept.clear();
                       return enumerate(client) == Status::success ? 0 : 3;
                     }),
            0);
}

TEST_F(QuotaLimits, MemoryOfSnapshots) {
  EXPECT_EQ(as_alice("quota.held-bytes = 1\n",
                     [](const std::string& socket) {
                       EngineClient client(socket);
                       return enumerate(client) == Status::quota_exceeded ? 0 : 1;
                     }),
            0);
}

TEST_F(QuotaLimits, PassesAtOnce) {
  EXPECT_EQ(
      as_alice("quota.passes = 1\n",
               [](const std::string& socket) {
                 EngineClient client(socket);
                 auto first = client.session().endpointEnumRequest().send();
                 auto second = client.session().endpointEnumRequest().send();
                 if (EngineClient::status(first.wait(client.scope())) != Status::success) return 1;
                 if (EngineClient::status(second.wait(client.scope())) != Status::quota_exceeded)
                   return 2;
                 return enumerate(client) == Status::success ? 0 : 3;
               }),
      0);
}

TEST_F(QuotaLimits, AllOrdinaryUsersTogether) {
  EXPECT_EQ(as_alice("quota.everyone.sessions = 1\n",
                     [](const std::string& socket) {
                       EngineClient client(socket);
                       return client.open() == Status::quota_exceeded ? 0 : 1;
                     }),
            0);
}

TEST_F(QuotaLimits, RootsIsHigherAndItsOwn) {
  const DaemonFixture daemon("quota.root.sessions = 2\nquota.sessions = 1\n");
  EngineClient client(daemon.socket());
  auto first = client.session();
  EXPECT_EQ(client.open(), Status::success);
  auto second = client.session();
  EXPECT_EQ(client.open(), Status::quota_exceeded);
}

TEST_F(QuotaLimits, TooManyUnfinishedCallsEndTheConnection) {
  EXPECT_EQ(as_alice("",
                     [](const std::string& socket) {
                       EngineClient client(socket);
                       std::vector<kj::Promise<void>> calls;
                       bool ended = false;
                       try {
                         for (int i = 0; i < 5000; ++i) {
                           auto made = client.session().endpointByIdRequest();
                           calls.push_back(made.send().ignoreResult());
                         }
                         for (auto& call : calls) call.wait(client.scope());
                       } catch (const kj::Exception&) {
                         ended = true;
                       }
                       return ended ? 0 : 1;
                     }),
            0);
}

}  // namespace
}  // namespace wfp::test
