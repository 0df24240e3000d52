#include "daemon/state_dir.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temp_dir.h"

namespace wfp::daemon {
namespace {

TEST(StateDir, IsMadePrivate) {
  const test::TempDir dir;
  const auto state = StateDir::open(dir.file("state"));
  ASSERT_TRUE(state) << state.error().what;
  struct stat found{};
  ASSERT_EQ(::stat(state->path().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700u);
}

TEST(StateDir, OneDaemonAtATime) {
  const test::TempDir dir;
  {
    const auto first = StateDir::open(dir.file("state"));
    ASSERT_TRUE(first);
    EXPECT_EQ(StateDir::open(dir.file("state")).error().status, Status::fwp_in_use);
  }
  EXPECT_TRUE(StateDir::open(dir.file("state")));
}

TEST(StateDir, OneOpenToOthersIsRefused) {
  const test::TempDir dir;
  for (const mode_t mode : {0755u, 0701u, 0770u}) {
    const std::string path = dir.file("state" + std::to_string(mode));
    ASSERT_EQ(::mkdir(path.c_str(), 0700), 0);
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    EXPECT_EQ(StateDir::open(path).error().status, Status::access_denied);
  }
}

TEST(StateDir, SomebodyElsesIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "giving a folder away needs root";
  const test::TempDir dir;
  const std::string path = dir.file("state");
  ASSERT_EQ(::mkdir(path.c_str(), 0700), 0);
  ASSERT_EQ(::chown(path.c_str(), 1000, 1000), 0);
  EXPECT_EQ(StateDir::open(path).error().status, Status::access_denied);
}

TEST(StateDir, ASymbolicLinkIsRefused) {
  const test::TempDir dir;
  ASSERT_EQ(::mkdir(dir.file("real").c_str(), 0700), 0);
  ASSERT_EQ(::symlink(dir.file("real").c_str(), dir.file("state").c_str()), 0);
  EXPECT_FALSE(StateDir::open(dir.file("state")));
}

TEST(StateDir, AMissingParentIsAnErrorThatNamesThePath) {
  const test::TempDir dir;
  const auto state = StateDir::open(dir.file("a/b"));
  ASSERT_FALSE(state);
  EXPECT_NE(state.error().what.find(dir.file("a/b")), std::string::npos);
}

}  // namespace
}  // namespace wfp::daemon
