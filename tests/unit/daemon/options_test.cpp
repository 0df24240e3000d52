#include "daemon/options.h"

#include <gtest/gtest.h>

#include <vector>

namespace wfp::daemon {
namespace {

Result<Options> parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "wfpd");
  return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

TEST(Options, WithoutArgumentsTheDaemonRunsAtItsUsualPlaces) {
  const auto options = parse({});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->action, Options::Action::run);
  EXPECT_EQ(options->socket, "/run/openwfp/wfpd.sock");
  EXPECT_EQ(options->state_dir, "/var/lib/openwfp");
  EXPECT_FALSE(options->config);
}

TEST(Options, EveryPathCanBeGiven) {
  const auto options = parse({"--observe", "--socket", "/a/s", "--state-dir=/b", "--config", "/c"});
  ASSERT_TRUE(options);
  EXPECT_EQ(options->socket, "/a/s");
  EXPECT_EQ(options->state_dir, "/b");
  EXPECT_EQ(options->config, "/c");
}

TEST(Options, ItObservesUnlessItIsToldToClassify) {
  EXPECT_EQ(parse({})->mode, Mode::observe);
  EXPECT_EQ(parse({"--observe"})->mode, Mode::observe);
  EXPECT_EQ(parse({"--classify-only"})->mode, Mode::classify_only);
}

TEST(Options, EnforcementIsNotBuiltAndIsRefused) {
  const auto options = parse({"--cgroup", "/sys/fs/cgroup/x"});
  ASSERT_FALSE(options);
  EXPECT_EQ(options.error().status, Status::not_supported);
  EXPECT_NE(options.error().what.find("does not have"), std::string::npos);
}

TEST(Options, ModesExcludeEachOther) {
  EXPECT_EQ(parse({"--observe", "--classify-only"}).error().status, Status::invalid_parameter);
}

TEST(Options, UnknownArgumentsAreErrors) {
  EXPECT_EQ(parse({"--enforce"}).error().status, Status::invalid_parameter);
  EXPECT_EQ(parse({"extra"}).error().status, Status::invalid_parameter);
  EXPECT_EQ(parse({"--socket"}).error().status, Status::invalid_parameter);
}

TEST(Options, ActionsAreRecognised) {
  EXPECT_EQ(parse({"--check"})->action, Options::Action::check);
  EXPECT_EQ(parse({"--version"})->action, Options::Action::version);
  EXPECT_EQ(parse({"--help"})->action, Options::Action::help);
  EXPECT_NE(parse({"--help"})->text.find("--state-dir"), std::string::npos);
}

}  // namespace
}  // namespace wfp::daemon
