// The policy through the real socket: what the engine decides is its own tests' business; here is
// what the daemon adds: modes, transactions that wait, the store, refusals.
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>

#include "support/as_user.h"
#include "support/daemon_fixture.h"
#include "support/policy_calls.h"

namespace wfp::test {
namespace {

constexpr std::uint32_t kPersistent = 1;
constexpr std::uint32_t kDynamic = 1;
constexpr UnixUser kAlice{4001, 4001};

class PolicyRpc : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto why = daemon_.skip_reason(); !why.empty()) GTEST_SKIP() << why;
    ASSERT_TRUE(daemon_.running()) << daemon_.log();
  }
  DaemonFixture daemon_{"", {"--classify-only"}};
};

TEST_F(PolicyRpc, AnObjectIsAddedFoundListedAndRemoved) {
  EngineClient client(daemon_.socket());
  PolicyCalls policy(client);
  ASSERT_EQ(policy.add_block(25), Status::success);
  const Guid key = policy.last_key();
  const std::uint64_t id = policy.last_id();
  EXPECT_NE(id, 0u);
  EXPECT_FALSE(key.is_zero());
  EXPECT_EQ(policy.get(wire::Kind::FILTER, key), Status::success);
  EXPECT_EQ(policy.list(wire::Kind::FILTER), std::vector<Guid>{key});
  EXPECT_EQ(policy.remove_filter(id), Status::success);
  EXPECT_EQ(policy.get(wire::Kind::FILTER, key), Status::fwp_filter_not_found);
  EXPECT_EQ(policy.remove_filter(id), Status::fwp_filter_not_found);
  EXPECT_TRUE(policy.list(wire::Kind::FILTER).empty());
}

TEST_F(PolicyRpc, AFilterComesBackAsItWasGiven) {
  EngineClient client(daemon_.socket());
  PolicyCalls policy(client);
  ASSERT_EQ(policy.add_block(25, test_key(1), kPersistent), Status::success);
  auto request = client.session().policyGetRequest();
  request.initObject().setKind(wire::Kind::FILTER);
  request.getObject().setId(policy.last_id());
  auto answer = request.send().wait(client.scope());
  ASSERT_EQ(EngineClient::status(answer), Status::success);
  const auto object = answer.getObject();
  EXPECT_STREQ(object.getName().cStr(), "block 25");
  EXPECT_EQ(object.getFlags(), kPersistent);
  EXPECT_FALSE(object.hasDescription());
  ASSERT_TRUE(object.isFilter());
  EXPECT_NE(object.getFilter().getEffectiveWeight(), 0u);
  ASSERT_EQ(object.getFilter().getConditions().size(), 1u);
  EXPECT_EQ(object.getFilter().getConditions()[0].getValue().getNumber(), 25u);
}

TEST_F(PolicyRpc, LayersAreListedAndFound) {
  EngineClient client(daemon_.socket());
  PolicyCalls policy(client);
  const auto layers = policy.list(wire::Kind::LAYER);
  EXPECT_GE(layers.size(), 20u);
  EXPECT_EQ(policy.get(wire::Kind::LAYER, layers.at(0)), Status::success);
  EXPECT_EQ(policy.get(wire::Kind::LAYER, test_key(9)), Status::fwp_layer_not_found);
}

TEST_F(PolicyRpc, ATransactionCountsAsAWhole) {
  EngineClient client(daemon_.socket());
  PolicyCalls seen(client);
  ASSERT_EQ(client.open(), Status::success);
  PolicyCalls policy(client);
  ASSERT_EQ(client.begin(), Status::success);
  ASSERT_EQ(policy.add_provider(test_key(1)), Status::success);
  ASSERT_EQ(policy.add_block(25), Status::success);
  EXPECT_EQ(policy.list(wire::Kind::FILTER).size(), 1u) << "it sees its own";
  EXPECT_TRUE(seen.list(wire::Kind::FILTER).empty())
      << "others do not wait, and see the last commit";
  ASSERT_EQ(client.commit(), Status::success);
  EXPECT_EQ(seen.list(wire::Kind::FILTER).size(), 1u);
  ASSERT_EQ(client.begin(), Status::success);
  ASSERT_EQ(policy.remove(wire::Kind::PROVIDER, test_key(1)), Status::success);
  ASSERT_EQ(client.abort(), Status::success);
  EXPECT_EQ(seen.get(wire::Kind::PROVIDER, test_key(1)), Status::success);
}

TEST_F(PolicyRpc, AWriteWaitsForTheTransactionOfAnotherAndHoldsUpNobody) {
  EngineClient client(daemon_.socket());
  ASSERT_EQ(client.begin(), Status::success);
  auto holder = client.session();
  ASSERT_EQ(client.open({.wait_ms = 0xFFFFFFFF}), Status::success);
  PolicyCalls waiter(client);
  auto request = waiter.add_request();
  PolicyCalls::block_port(request.initObject(), 25);
  auto waiting = request.send();
  ASSERT_EQ(client.open(), Status::success);
  PolicyCalls seen(client);
  EXPECT_TRUE(seen.list(wire::Kind::FILTER).empty());
  EXPECT_EQ(EngineClient::status(holder.transactionCommitRequest().send().wait(client.scope())),
            Status::success);
  EXPECT_EQ(EngineClient::status(waiting.wait(client.scope())), Status::success);
  EXPECT_EQ(seen.list(wire::Kind::FILTER).size(), 1u);
}

TEST_F(PolicyRpc, AWriteGivesUpAfterTheSessionsWait) {
  EngineClient client(daemon_.socket());
  ASSERT_EQ(client.begin(), Status::success);
  const PolicyCalls holder(client);
  ASSERT_EQ(client.open({.wait_ms = 50}), Status::success);
  EXPECT_EQ(PolicyCalls(client).add_block(25), Status::fwp_timeout);
}

// Two threads of a client are two calls at once.
TEST_F(PolicyRpc, CallsOfOneSessionAtOnceAreServedOneAfterTheOther) {
  EngineClient client(daemon_.socket());
  PolicyCalls policy(client);
  std::vector<kj::Promise<Status>> calls;
  for (std::uint16_t port = 1; port <= 20; ++port) {
    auto request = policy.add_request();
    PolicyCalls::block_port(request.initObject(), port);
    calls.push_back(
        request.send().then([](auto&& answer) { return EngineClient::status(answer); }));
  }
  for (auto& call : calls) EXPECT_EQ(call.wait(client.scope()), Status::success);
  EXPECT_EQ(policy.list(wire::Kind::FILTER).size(), 20u);
}

TEST_F(PolicyRpc, WhoMayNotIsToldWhatIsMissingAndWaitsForNobody) {
  const Background admin([&](auto ready) {
    EngineClient client(daemon_.socket());
    const bool done = PolicyCalls(client).add_block(25, test_key(1)) == Status::success &&
                      client.begin() == Status::success;  // the lock is taken
    ready(done);
    ::pause();
  });
  ASSERT_TRUE(admin.is_ready());
  EXPECT_EQ(
      as_user(kAlice,
              [&] {
                EngineClient client(daemon_.socket());
                PolicyCalls policy(client);
                auto request = policy.add_request();
                PolicyCalls::block_port(request.initObject(), 80);
                auto answer = request.send().wait(client.scope());
                if (EngineClient::status(answer) != Status::access_denied) return 1;
                const auto refusal = answer.getOutcome().getRefusal();
                if (!refusal.getObject().isPolicy() || refusal.getMissing() != 1) return 2;
                if (refusal.getObject().getPolicy().getKind() != wire::Kind::FILTER) return 3;
                if (policy.get(wire::Kind::FILTER, test_key(1)) != Status::fwp_filter_not_found)
                  return 4;
                if (policy.remove(wire::Kind::FILTER, test_key(1)) != Status::fwp_filter_not_found)
                  return 5;
                policy.list(wire::Kind::FILTER);
                return policy.status() == Status::access_denied ? 0 : 6;
              }),
      0);
}

TEST_F(PolicyRpc, DynamicObjectsEndWithTheirSession) {
  EngineClient client(daemon_.socket());
  PolicyCalls seen(client);
  ASSERT_EQ(client.open({.flags = kDynamic}), Status::success);
  ASSERT_EQ(PolicyCalls(client).add_block(25), Status::success);
  EXPECT_EQ(seen.list(wire::Kind::FILTER).size(), 1u);
  ASSERT_EQ(client.close(), Status::success);
  EXPECT_TRUE(seen.list(wire::Kind::FILTER).empty());
}

TEST_F(PolicyRpc, PolicyOutlivesTheDaemonWithinTheBoot) {
  {
    EngineClient client(daemon_.socket());
    PolicyCalls policy(client);
    ASSERT_EQ(client.open({.flags = kDynamic}), Status::success);
    ASSERT_EQ(PolicyCalls(client).add_block(26, test_key(4)), Status::success);
    ASSERT_EQ(client.close(), Status::success);
    ASSERT_EQ(policy.add_provider(test_key(1), kPersistent), Status::success);
    ASSERT_EQ(policy.add_sublayer(test_key(2), 7, kPersistent), Status::success);
    ASSERT_EQ(policy.add_block(25, test_key(3)), Status::success);
  }
  daemon_.kill_and_restart();
  ASSERT_TRUE(daemon_.running()) << daemon_.log();
  EngineClient client(daemon_.socket());
  PolicyCalls policy(client);
  EXPECT_EQ(policy.get(wire::Kind::PROVIDER, test_key(1)), Status::success);
  EXPECT_EQ(policy.get(wire::Kind::SUBLAYER, test_key(2)), Status::success);
  EXPECT_EQ(policy.get(wire::Kind::FILTER, test_key(3)), Status::success) << "static: until reboot";
  EXPECT_EQ(policy.get(wire::Kind::FILTER, test_key(4)), Status::fwp_filter_not_found)
      << "its session ended before the daemon did";
}

// The daemon dies; the client lives, and opens its session again.
TEST_F(PolicyRpc, ASessionComesBackForItsObjectsByKeyAndUser) {
  const std::vector<std::uint8_t> key(16, 7);
  auto client = std::make_unique<EngineClient>(daemon_.socket());
  ASSERT_EQ(client->open({.key = key, .flags = kDynamic}), Status::success);
  ASSERT_EQ(PolicyCalls(*client).add_block(25, test_key(1)), Status::success);
  daemon_.kill_and_restart();
  ASSERT_TRUE(daemon_.running()) << daemon_.log();
  client.reset();
  client = std::make_unique<EngineClient>(daemon_.socket());
  EXPECT_EQ(PolicyCalls(*client).get(wire::Kind::FILTER, test_key(1)), Status::success)
      << "kept while its process lives";
  EXPECT_EQ(client->open({.key = key}), Status::fwp_already_exists) << "not as a dynamic one";
  ASSERT_EQ(client->open({.key = key, .flags = kDynamic}), Status::success);
  EXPECT_EQ(PolicyCalls(*client).remove(wire::Kind::FILTER, test_key(1)), Status::success)
      << "it is its own again";
}

TEST_F(PolicyRpc, DynamicObjectsOfAProcessThatIsGoneEndWithTheDaemon) {
  {
    const Background owner([&](auto ready) {
      EngineClient client(daemon_.socket());
      ready(client.open({.flags = kDynamic}) == Status::success &&
            PolicyCalls(client).add_block(25, test_key(1)) == Status::success);
      ::pause();
    });
    ASSERT_TRUE(owner.is_ready());
    daemon_.stop(SIGKILL);
  }
  daemon_.start();
  ASSERT_TRUE(daemon_.running()) << daemon_.log();
  EngineClient client(daemon_.socket());
  EXPECT_EQ(PolicyCalls(client).get(wire::Kind::FILTER, test_key(1)), Status::fwp_filter_not_found);
}

TEST_F(PolicyRpc, ItSaysThatNothingIsEnforced) {
  EngineClient client(daemon_.socket());
  EXPECT_NE(daemon_.log().find("NOT ENFORCED"), std::string::npos) << daemon_.log();
  auto answer = client.session().statusRequest().send().wait(client.scope());
  EXPECT_STREQ(answer.getReport().getMode().cStr(), "classify-only");
  ASSERT_GE(answer.getReport().getNotes().size(), 1u);
  EXPECT_TRUE(std::string(answer.getReport().getNotes()[0].cStr()).starts_with("NOT ENFORCED"));
}

TEST(PolicyRpcObserving, FiltersAreRefusedAndOtherObjectsAreNot) {
  DaemonFixture daemon;
  if (const auto why = daemon.skip_reason(); !why.empty()) GTEST_SKIP() << why;
  ASSERT_TRUE(daemon.running()) << daemon.log();
  EngineClient client(daemon.socket());
  PolicyCalls policy(client);
  EXPECT_EQ(policy.add_provider(test_key(1)), Status::success);
  EXPECT_EQ(policy.add_sublayer(test_key(2), 1), Status::success);
  auto request = policy.add_request();
  PolicyCalls::block_port(request.initObject(), 25);
  auto answer = request.send().wait(client.scope());
  EXPECT_EQ(EngineClient::status(answer), Status::fwp_layer_not_found);
  EXPECT_NE(std::string(answer.getOutcome().getDetail().cStr()).find("--classify-only"),
            std::string::npos);
}

}  // namespace
}  // namespace wfp::test
