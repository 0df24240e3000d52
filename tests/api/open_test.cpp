#include <unistd.h>

#include "api/fixture.h"

namespace wfp::test {
namespace {

class Open : public FakeApi {};
WFP_BOTH_FLAVOURS(Open);

TEST_P(Open, ServerNameMustBeNull) {
  listen({});
  EXPECT_EQ(api().open_with(L"elsewhere", 0xffffffff, nullptr, nullptr, &engine_),
            code(Status::server_unavailable));
  EXPECT_EQ(engine_, nullptr);
}

TEST_P(Open, AuthenticationServiceIsWinntOrDefault) {
  listen({});
  EXPECT_EQ(api().open_with(nullptr, 9, nullptr, nullptr, &engine_),
            code(Status::unknown_authn_service));
  ASSERT_EQ(api().open_with(nullptr, 10, nullptr, nullptr, &engine_), 0u);
}

TEST_P(Open, ForeignIdentityIsRefusedInUserModeAndIgnoredInKernelMode) {
  listen({});
  char identity[64] = {};
  EXPECT_EQ(api().open_with(nullptr, 0xffffffff, identity, nullptr, &engine_),
            api().kernel ? 0u : code(Status::not_supported));
}

TEST_P(Open, EngineHandleIsRequired) {
  listen({});
  EXPECT_EQ(api().open_with(nullptr, 0xffffffff, nullptr, nullptr, nullptr),
            code(Status::fwp_null_pointer));
}

TEST_P(Open, EngineThatIsNotThereIsNotRegistered) {
  setenv("OPENWFP_SOCKET", "/nonexistent/wfpd.sock", 1);
  EXPECT_EQ(api().open(&engine_), api().kernel ? 0xC0020036u : 1753u);
  listen({});
  fake_->kill();
  EXPECT_EQ(api().open(&engine_), code(Status::engine_not_running));
}

TEST_P(Open, EngineThatHangsUpIsUnavailable) {
  listen({.misbehaviour = Misbehaviour::hangs_up});
  EXPECT_EQ(api().open(&engine_), code(Status::server_unavailable));
}

TEST_P(Open, ServerOfAnotherUserIsNotTheEngine) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root to listen as another user";
  listen({.listener = 65534});
  EXPECT_EQ(api().open(&engine_), code(Status::access_denied));
  if (api().kernel) return;
  EXPECT_NE(last_detail().find("uid 65534"), std::string::npos) << last_detail();
}

TEST_P(Open, PathTooLongForASocketIsAParameterError) {
  setenv("OPENWFP_SOCKET", std::string(200, 'x').c_str(), 1);
  EXPECT_EQ(api().open(&engine_), code(Status::invalid_parameter));
}

TEST_P(Open, SessionReachesTheEngine) {
  listen({.echo = true});
  wchar_t name[] = L"n\u00e4me";
  wchar_t description[] = L"";
  FWPM_SESSION0 session{};
  session.sessionKey = {0x01020304, 0x0506, 0x0708, {9, 10, 11, 12, 13, 14, 15, 16}};
  session.displayData = {name, description};
  session.flags = 1;
  session.txnWaitTimeoutInMSec = 250;
  ASSERT_EQ(api().open(&engine_, &session), code(Status::access_denied));
  if (api().kernel) return;
  const std::string said = last_detail();
  EXPECT_NE(said.find("n\xc3\xa4me"), std::string::npos) << said;
  EXPECT_NE(said.find("flags = 1, transactionWaitMs = 250, kernelMode = false"), std::string::npos)
      << said;
  EXPECT_NE(said.find("description = \"\""), std::string::npos) << said;
}

TEST_P(Open, TextThatIsNotUnicodeIsRefused) {
  listen({});
  wchar_t name[] = {0x110000, 0};
  FWPM_SESSION0 session{};
  session.displayData.name = name;
  EXPECT_EQ(api().open(&engine_, &session), code(Status::fwp_invalid_parameter));
}

}  // namespace
}  // namespace wfp::test
