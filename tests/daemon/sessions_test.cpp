// Sessions and transactions through the real socket: what opens, what ends them, what their state
// forbids.
#include <gtest/gtest.h>
#include <signal.h>

#include <thread>

#include "support/as_user.h"
#include "support/daemon_fixture.h"
#include "support/engine_client.h"

namespace wfp::test {
namespace {

using Target = EngineClient::Target;

constexpr std::uint32_t kDynamic = 1;
constexpr std::uint32_t kReadOnly = 1;
constexpr const char* kDacl = "D:(A;;WP;;;AU)";

class Sessions : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = daemon_.skip_reason(); !why.empty()) GTEST_SKIP() << why;
    ASSERT_TRUE(daemon_.running()) << daemon_.log();
  }
  std::size_t listed(EngineClient& client) {
    auto made = client.session().sessionEnumRequest().send().wait(client.scope());
    EXPECT_EQ(EngineClient::status(made), Status::success);
    auto next = made.getEnumeration().nextRequest();
    next.setCount(1000);
    return next.send().wait(client.scope()).getRows().size();
  }

  DaemonFixture daemon_;
};

TEST_F(Sessions, HelloComesFirst) {
  EngineClient client(connect_to(daemon_.socket()));
  EXPECT_EQ(client.open(), Status::revision_mismatch);
}

TEST_F(Sessions, AnotherProtocolVersionIsTold) {
  EngineClient client(connect_to(daemon_.socket()));
  EXPECT_EQ(client.hello(2), Status::revision_mismatch);
  EXPECT_EQ(client.open(), Status::revision_mismatch);
}

TEST_F(Sessions, AKeyIsOpenOnce) {
  EngineClient client(daemon_.socket());
  const std::vector<std::uint8_t> key(16, 7);
  EXPECT_EQ(client.open({.key = key}), Status::success);
  EXPECT_EQ(client.key(), key);
  EXPECT_EQ(client.open({.key = key}), Status::fwp_already_exists);
  EXPECT_EQ(client.close(), Status::success);
  EXPECT_EQ(client.open({.key = key}), Status::success);
}

TEST_F(Sessions, AZeroKeyIsMadeUp) {
  EngineClient client(daemon_.socket());
  const auto first = client.key();
  EXPECT_EQ(client.open({.key = std::vector<std::uint8_t>(16, 0)}), Status::success);
  EXPECT_EQ(client.key().size(), 16u);
  EXPECT_NE(client.key(), first);
  EXPECT_NE(client.key(), std::vector<std::uint8_t>(16, 0));
}

TEST_F(Sessions, BadWishesAreRefused) {
  EngineClient client(daemon_.socket());
  EXPECT_EQ(client.open({.flags = 2}), Status::fwp_invalid_flags);
  EXPECT_EQ(client.open({.flags = 0x10000000}), Status::success) << "reserved, and accepted";
  EXPECT_EQ(client.open({.key = {1, 2, 3}}), Status::fwp_invalid_parameter);
  EXPECT_EQ(client.open({.name = std::string(5000, 'x')}), Status::fwp_invalid_parameter);
}

TEST_F(Sessions, TheListShowsWhoAndWhatItWasGiven) {
  EngineClient client(daemon_.socket());
  auto other = client.session();
  ASSERT_EQ(client.open({.name = "Mine", .flags = kDynamic, .wait_ms = 42}), Status::success);
  auto made = client.session().sessionEnumRequest().send().wait(client.scope());
  auto next = made.getEnumeration().nextRequest();
  next.setCount(10);
  auto page = next.send().wait(client.scope());
  ASSERT_EQ(page.getRows().size(), 2u);
  int found = 0;
  for (const auto row : page.getRows()) {
    EXPECT_EQ(row.getProcessId(), static_cast<std::uint32_t>(::getpid()));
    if (!row.getHasName()) continue;
    ++found;
    EXPECT_STREQ(row.getName().cStr(), "Mine");
    EXPECT_EQ(row.getFlags(), kDynamic);
    EXPECT_EQ(row.getTransactionWaitMs(), 42u);
    EXPECT_FALSE(row.getHasDescription());
  }
  EXPECT_EQ(found, 1);
}

TEST_F(Sessions, AClosedSessionAnswersInvalidHandle) {
  EngineClient client(daemon_.socket());
  ASSERT_EQ(client.close(), Status::success);
  EXPECT_EQ(client.close(), Status::invalid_handle);
  EXPECT_EQ(client.get(Target::engine), "STATUS_INVALID_HANDLE");
  EXPECT_EQ(client.set(Target::engine, kDacl), Status::invalid_handle);
  EXPECT_EQ(client.begin(), Status::invalid_handle);
}

TEST_F(Sessions, SetInAnyExplicitTransactionIsInProgress) {
  EngineClient client(daemon_.socket());
  for (const std::uint32_t flags : {0u, kReadOnly}) {
    ASSERT_EQ(client.begin(flags), Status::success);
    for (const Target target : {Target::engine, Target::endpoints}) {
      EXPECT_EQ(client.set(target, kDacl), Status::fwp_txn_in_progress);
      EXPECT_EQ(client.set(target, "", 0x10), Status::fwp_txn_in_progress) << "before parameters";
      EXPECT_EQ(client.get(target).substr(0, 2), "O:") << "Get works";
    }
    EXPECT_EQ(
        EngineClient::status(client.session().sessionEnumRequest().send().wait(client.scope())),
        Status::fwp_txn_in_progress);
    EXPECT_EQ(
        EngineClient::status(client.session().endpointEnumRequest().send().wait(client.scope())),
        Status::success)
        << "endpoints are run-time state";
    EXPECT_EQ(client.commit(), Status::success);
  }
}

TEST_F(Sessions, SetOfEndpointsInADynamicSessionIsRefusedAndOfTheEngineAllowed) {
  EngineClient client(daemon_.socket());
  ASSERT_EQ(client.open({.flags = kDynamic}), Status::success);
  EXPECT_EQ(client.set(Target::endpoints, kDacl), Status::fwp_dynamic_session_in_progress);
  EXPECT_EQ(client.set(Target::endpoints, "", 0x10), Status::fwp_dynamic_session_in_progress)
      << "before parameters";
  EXPECT_EQ(client.get(Target::endpoints).substr(0, 2), "O:") << "Get works";
  EXPECT_EQ(client.set(Target::engine, "D:(A;;GA;;;BA)"), Status::success);
}

TEST_F(Sessions, TransactionsFollowTheirRules) {
  EngineClient client(daemon_.socket());
  EXPECT_EQ(client.commit(), Status::fwp_no_txn_in_progress);
  EXPECT_EQ(client.abort(), Status::fwp_no_txn_in_progress);
  EXPECT_EQ(client.begin(2), Status::fwp_invalid_flags);
  EXPECT_EQ(client.begin(), Status::success);
  EXPECT_EQ(client.begin(), Status::fwp_txn_in_progress);
  EXPECT_EQ(client.abort(), Status::success);
}

TEST_F(Sessions, AnOrdinaryUserMayNotBegin) {
  EXPECT_EQ(as_user({4001, 4001},
                    [&] {
                      EngineClient client(daemon_.socket());
                      return client.begin() == Status::access_denied &&
                                     client.begin(kReadOnly) == Status::access_denied
                                 ? 0
                                 : 1;
                    }),
            0);
}

TEST_F(Sessions, AWriterWaitsAsLongAsItsSessionSays) {
  EngineClient client(daemon_.socket());
  ASSERT_EQ(client.begin(), Status::success);
  auto first = client.session();
  ASSERT_EQ(client.open({.wait_ms = 50}), Status::success);
  EXPECT_EQ(client.begin(), Status::fwp_timeout);
  EXPECT_EQ(client.set(Target::endpoints, kDacl), Status::fwp_timeout)
      << "an implicit transaction waits too";
  EXPECT_EQ(EngineClient::status(first.transactionAbortRequest().send().wait(client.scope())),
            Status::success);
  EXPECT_EQ(client.set(Target::endpoints, kDacl), Status::success);
}

TEST_F(Sessions, ClosingASessionThatWaitsEndsTheWait) {
  EngineClient client(daemon_.socket());
  ASSERT_EQ(client.begin(), Status::success);
  auto holder = client.session();
  ASSERT_EQ(client.open({.wait_ms = 0xFFFFFFFF}), Status::success);
  auto waiting = client.session().transactionBeginRequest().send();
  auto closing = client.session().closeRequest().send();
  EXPECT_EQ(EngineClient::status(closing.wait(client.scope())), Status::success);
  EXPECT_EQ(EngineClient::status(waiting.wait(client.scope())), Status::fwp_session_aborted);
}

// A child inherits the socket and keeps it; the session ends all the same when its opener does.
TEST_F(Sessions, ASessionEndsWithItsOpenerThoughAChildKeepsTheSocket) {
  int opened[2];
  int finish[2];
  ASSERT_EQ(::pipe(opened), 0);
  ASSERT_EQ(::pipe(finish), 0);
  const pid_t opener = ::fork();
  if (opener == 0) {
    EngineClient client(daemon_.socket());
    ::close(finish[1]);
    if (::fork() == 0) {
      char byte = 0;
      ::_exit(static_cast<int>(::read(finish[0], &byte, 1)));
    }
    const char byte = client.opened() == Status::success ? 1 : 0;
    ::_exit(::write(opened[1], &byte, 1) == 1 ? 0 : 1);
  }
  char byte = 0;
  ASSERT_EQ(::read(opened[0], &byte, 1), 1);
  ::waitpid(opener, nullptr, 0);
  EngineClient client(daemon_.socket());
  std::size_t sessions = 0;
  for (int i = 0; i < 500 && (sessions = listed(client)) != 1; ++i) {
    client.timer().afterDelay(10 * kj::MILLISECONDS).wait(client.scope());
  }
  EXPECT_EQ(sessions, 1u) << "only ours";
  for (const int fd : {opened[0], opened[1], finish[0], finish[1]}) ::close(fd);
}

TEST_F(Sessions, ATransactionEndsWithItsConnection) {
  EXPECT_EQ(in_child([&] {
              EngineClient client(daemon_.socket());
              return client.begin() == Status::success ? 0 : 1;
            }),
            0);
  EngineClient client(daemon_.socket());
  EXPECT_EQ(client.begin(), Status::success);
}

TEST_F(Sessions, TheAnswerToAccessSaysWhatDecided) {
  EngineClient client(daemon_.socket());
  auto request = client.session().accessRequest();
  request.initObject().setEndpoints();
  request.initUnix().setUid(4001);
  request.setDesired(0xA0);  // ENUM and READ
  auto answer = request.send().wait(client.scope());
  ASSERT_EQ(EngineClient::status(answer), Status::success);
  EXPECT_EQ(answer.getGranted(), 0x20u);
  ASSERT_EQ(answer.getReasons().size(), 2u);
  EXPECT_STREQ(answer.getReasons()[0].getAce().cStr(), "(A;;WP;;;AU)");
  EXPECT_TRUE(answer.getReasons()[0].getGranted());
  EXPECT_EQ(answer.getReasons()[1].getRights(), 0x80u);
  EXPECT_FALSE(answer.getReasons()[1].getGranted());
}

TEST_F(Sessions, AUserMayAskAboutHimselfAloneAndSeesNoEntries) {
  EXPECT_EQ(as_user({4001, 4001},
                    [&] {
                      EngineClient client(daemon_.socket());
                      auto self = client.session().accessRequest();
                      self.initObject().setEndpoints();
                      self.setSelf(true);
                      self.setDesired(0x20);
                      auto mine = self.send().wait(client.scope());
                      if (mine.getGranted() != 0x20 || mine.getReasons()[0].getAce().size() != 0)
                        return 1;
                      auto other = client.session().accessRequest();
                      other.initObject().setEndpoints();
                      other.initUnix().setUid(0);
                      other.setDesired(0x20);
                      return EngineClient::status(other.send().wait(client.scope())) ==
                                     Status::access_denied
                                 ? 0
                                 : 2;
                    }),
            0);
}

TEST_F(Sessions, ResetThroughTheSocket) {
  EngineClient client(daemon_.socket());
  const std::string before = client.get(Target::endpoints);
  ASSERT_EQ(client.set(Target::endpoints, "D:(A;;GA;;;BA)"), Status::success);
  EXPECT_NE(client.get(Target::endpoints), before);
  auto reset = client.session().resetSecurityRequest();
  reset.initObject().setEndpoints();
  EXPECT_EQ(EngineClient::status(reset.send().wait(client.scope())), Status::success);
  EXPECT_EQ(client.get(Target::endpoints), before);
}

TEST_F(Sessions, EverySetIsLoggedWithWhoOldAndNew) {
  EngineClient client(daemon_.socket());
  ASSERT_EQ(client.set(Target::endpoints, "D:(A;;LO;;;S-1-22-1-4001)"), Status::success);
  const std::string log = daemon_.log();
  EXPECT_NE(log.find("UID=\"0\""), std::string::npos) << log;
  EXPECT_NE(log.find("PID=\"" + std::to_string(::getpid()) + "\""), std::string::npos) << log;
  EXPECT_NE(log.find("OLD_SDDL=\"O:SYG:SYD:AI(A;;WP;;;AU)"), std::string::npos) << log;
  EXPECT_NE(log.find("NEW_SDDL=\"O:SYG:SYD:AI(A;;LO;;;S-1-22-1-4001)"), std::string::npos) << log;
}

TEST_F(Sessions, TheStatusTellsLimitsToAllAndCountsToWhoMayKnow) {
  const auto report = [&](auto check) {
    EngineClient client(daemon_.socket());
    auto answer = client.session().statusRequest().send().wait(client.scope());
    return EngineClient::status(answer) == Status::success && check(answer.getReport()) ? 0 : 1;
  };
  EXPECT_EQ(as_user({4001, 4001},
                    [&] {
                      return report([&](const wire::StatusReport::Reader& told) {
                        return told.getEndpointCount() == -1 && told.getSessionCount() == -1 &&
                               told.getLimits().size() == 10 && told.getLimits()[0].getUsed() == 1;
                      });
                    }),
            0);
  EXPECT_EQ(report([&](const wire::StatusReport::Reader& told) {
              return told.getSessionCount() == 1 && told.getEndpointCount() >= 0 &&
                     std::string(told.getMode().cStr()) == "observe" &&
                     told.getProcessId() == static_cast<std::uint32_t>(daemon_.pid());
            }),
            0);
}

}  // namespace
}  // namespace wfp::test
