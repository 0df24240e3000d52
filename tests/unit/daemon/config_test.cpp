#include "daemon/config.h"

#include <gtest/gtest.h>

#include <fstream>

#include "support/temp_dir.h"

namespace wfp::daemon {
namespace {

class ConfigTest : public testing::Test {
 protected:
  ConfigTest() { std::ofstream(groups_) << "root:x:0:\nnetops:x:1500:alice,bob\nadmins:x:1600:\n"; }
  [[nodiscard]] Result<Config> parse(std::string_view text) const {
    return parse_config(text, "wfpd.conf", groups_);
  }
  [[nodiscard]] std::string problem(std::string_view text) const {
    const auto config = parse(text);
    return config ? "" : config.error().what;
  }

  test::TempDir dir_;
  std::string groups_ = dir_.file("group");
};

TEST_F(ConfigTest, AnEmptyFileIsTheDefaults) {
  const auto config = parse("");
  ASSERT_TRUE(config);
  EXPECT_FALSE(config->administrators);
  EXPECT_FALSE(config->operators);
  EXPECT_EQ(config->system_slice, "/system.slice");
  EXPECT_EQ(config->quotas.user, QuotaCeilings::defaults().user);
}

TEST_F(ConfigTest, EveryKeyIsRead) {
  const auto config = parse(
      "# who decides\n administrators-group = admins\r\noperators-group=1500 # by number\n"
      "system-slice = /system.slice/inner\nlog-level = debug\nquota.sessions = 7\n"
      "quota.root.sessions = 8\nquota.everyone.sessions = 9");
  ASSERT_TRUE(config) << config.error().what;
  EXPECT_EQ(config->administrators, 1600u);
  EXPECT_EQ(config->operators, 1500u);
  EXPECT_EQ(config->system_slice, "/system.slice/inner");
  EXPECT_EQ(config->log_level, "debug");
  EXPECT_EQ(config->quotas.of(1000, Quota::sessions), 7u);
  EXPECT_EQ(config->quotas.of(0, Quota::sessions), 8u);
  EXPECT_EQ(config->quotas.everyone[static_cast<std::size_t>(Quota::sessions)], 9u);
}

TEST_F(ConfigTest, AnUnknownKeyIsAnErrorWithItsLine) {
  EXPECT_EQ(problem("\n\nadministrator-group = admins\n"),
            "wfpd.conf:3: unknown key 'administrator-group'");
}

TEST_F(ConfigTest, AllProblemsAreTold) {
  EXPECT_EQ(
      problem("log-level = loud\nnonsense\n"),
      "wfpd.conf:1: 'loud' is no log level (trace, debug, info, warning, error, critical, off)\n"
      "wfpd.conf:2: expected 'key = value'");
}

TEST_F(ConfigTest, ARepeatedKeyIsAnError) {
  EXPECT_EQ(problem("log-level = info\nlog-level = info\n"),
            "wfpd.conf:2: 'log-level' is given twice");
}

TEST_F(ConfigTest, AGroupThatDoesNotExistIsAnError) {
  EXPECT_NE(problem("operators-group = netop\n").find("no group 'netop'"), std::string::npos);
}

TEST_F(ConfigTest, TheOverflowGroupIdNamesNobody) {
  EXPECT_NE(problem("operators-group = 4294967295\n"), "");
}

TEST_F(ConfigTest, BadQuotasAreErrors) {
  for (const char* line :
       {"quota.sessions = 0", "quota.sessions = -1", "quota.sessions = 1k", "quota.nothing = 1",
        "quota.sessions = 99999999999999999999", "quota.nobody.sessions = 1"}) {
    EXPECT_NE(problem(line), "") << line;
  }
}

TEST_F(ConfigTest, BadSlicesAreErrors) {
  for (const char* line :
       {"system-slice = system.slice", "system-slice = /", "system-slice = /a/../b",
        "system-slice = /a//b", "system-slice = /a/"}) {
    EXPECT_NE(problem(line), "") << line;
  }
}

TEST_F(ConfigTest, AMissingFileIsTold) {
  EXPECT_EQ(read_config(dir_.file("none")).error().status, Status::object_name_not_found);
}

}  // namespace
}  // namespace wfp::daemon
