#include "daemon/lookups.h"

#include <gtest/gtest.h>

#include <latch>

#include "security/well_known.h"
#include "support/fake_ports.h"

namespace wfp::daemon {
namespace {

// An account database that answers when the test says so.
class SlowIdentities final : public IdentitySource {
 public:
  ~SlowIdentities() override = default;
  Result<Arrival> identify(int /*socket*/) override { return Arrival{}; }
  Result<security::Token> token_of(const endpoint::CredentialSet& credentials,
                                   const std::string& /*service*/) override {
    if (credentials.foreign) answered.wait();
    return security::Token::create(
        {.user = security::well_known(security::WellKnownSid::local_service)});
  }
  std::latch answered{1};
};

endpoint::CredentialSet somebody(bool foreign) {
  endpoint::CredentialSet made;
  made.uid = 1000;
  made.foreign = foreign;
  return made;
}

class LookupsTest : public testing::Test {
 protected:
  ~LookupsTest() noexcept override {}  // the loop's destructor may throw

  kj::AsyncIoContext io_ = kj::setupAsyncIo();
  kj::TimerImpl timer_{kj::origin<kj::TimePoint>()};
  SlowIdentities identities_;
  Lookups lookups_{identities_, timer_, io_.unixEventPort};
};

TEST_F(LookupsTest, ASlowAccountDatabaseHoldsUpNobodyOfThisNamespace) {
  auto slow = lookups_.token_of(somebody(true));
  EXPECT_FALSE(slow.poll(io_.waitScope));
  auto quick = lookups_.token_of(somebody(false));
  ASSERT_TRUE(quick.poll(io_.waitScope));
  EXPECT_TRUE(quick.wait(io_.waitScope));
  identities_.answered.count_down();
  EXPECT_TRUE(slow.wait(io_.waitScope));
}

TEST_F(LookupsTest, ALookUpEndsAfterItsTime) {
  auto slow = lookups_.token_of(somebody(true));
  auto behind = lookups_.token_of(somebody(true));
  EXPECT_FALSE(slow.poll(io_.waitScope));
  EXPECT_FALSE(behind.poll(io_.waitScope));
  timer_.advanceTo(kj::origin<kj::TimePoint>() + kLookupTime);
  EXPECT_EQ(slow.wait(io_.waitScope).error().status, Status::fwp_timeout);
  EXPECT_EQ(behind.wait(io_.waitScope).error().status, Status::fwp_timeout);
  identities_.answered.count_down();
}

}  // namespace
}  // namespace wfp::daemon
