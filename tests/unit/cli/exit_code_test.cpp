#include "cli/exit_code.h"

#include <gtest/gtest.h>

#include "cli/failure.h"
#include "fwpmu.h"

namespace wfp::cli {
namespace {

TEST(ExitCode, TellsTheKindOfFailure) {
  EXPECT_EQ(exit_code_of(ERROR_SUCCESS), ExitCode::ok);
  EXPECT_EQ(exit_code_of(ERROR_ACCESS_DENIED), ExitCode::access_denied);
  EXPECT_EQ(exit_code_of(ERROR_PRIVILEGE_NOT_HELD), ExitCode::access_denied);
  EXPECT_EQ(exit_code_of(static_cast<std::uint32_t>(FWP_E_NOT_FOUND)), ExitCode::not_found);
  EXPECT_EQ(exit_code_of(RPC_S_SERVER_UNAVAILABLE), ExitCode::unreachable);
  EXPECT_EQ(exit_code_of(ERROR_INVALID_ACL), ExitCode::invalid_policy);
  EXPECT_EQ(exit_code_of(0x12345678), ExitCode::failure);
}

TEST(ExitCode, CodesAreNamedAsWindowsNamesThem) {
  EXPECT_EQ(symbolic(5), "ERROR_ACCESS_DENIED 5");
  EXPECT_EQ(symbolic(0x80320008), "FWP_E_NOT_FOUND 0x80320008");
  EXPECT_EQ(symbolic(0x12345678), "error 0x12345678");
}

TEST(Failure, EndsWithTheCodeAtTheRight) {
  const Failure failure{ExitCode::access_denied, "access denied", {"owner: root"}, symbolic(5)};
  const std::string text = to_text(failure);
  EXPECT_TRUE(text.starts_with("access denied\n  owner: root   ")) << text;
  EXPECT_TRUE(text.ends_with("  [ERROR_ACCESS_DENIED 5]\n")) << text;
}

}  // namespace
}  // namespace wfp::cli
