// Services: known by a cgroup whose directories are root's, never by a name alone.
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "live_test.h"
#include "stage.h"

namespace wfp::kernel::test {
namespace {

// Where cgroup2 is mounted, empty if nowhere.
std::string cgroup_mount() {
  std::ifstream mounts("/proc/self/mounts");
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream words(line);
    std::string device, folder, type;
    words >> device >> folder >> type;
    if (type == "cgroup2") return folder;
  }
  return {};
}

// A cgroup of the test's own with what is below it; removed at the end.
class CgroupTree {
 public:
  explicit CgroupTree(const std::string& mount)
      : name_("/openwfp-test-" + std::to_string(::getpid())), path_(mount + name_) {
    good_ = ::mkdir(path_.c_str(), 0755) == 0;
  }
  ~CgroupTree() {
    for (int attempt = 0; attempt < 50 && good_; ++attempt) {
      for (auto folder = folders_.rbegin(); folder != folders_.rend(); ++folder)
        ::rmdir((path_ + *folder).c_str());
      if (::rmdir(path_.c_str()) == 0 || errno == ENOENT) break;
      ::usleep(20'000);
    }
  }

  // "/a": below the test's own cgroup.
  std::string add(const std::string& folder) {
    ::mkdir((path_ + folder).c_str(), 0755);
    folders_.push_back(folder);
    return path_ + folder;
  }

  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] std::string slice() const { return name_ + "/system.slice"; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_;  // from the root of the hierarchy
  std::string path_;
  std::vector<std::string> folders_;
  bool good_ = false;
};

class Services : public LiveTest {
 protected:
  void SetUp() override {
    LiveTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    const std::string mount = cgroup_mount();
    if (mount.empty()) GTEST_SKIP() << "cgroup2 is not mounted";
    tree_ = std::make_unique<CgroupTree>(mount);
    if (!tree_->good())
      GTEST_SKIP() << "cannot make a cgroup below " << mount << ": " << std::strerror(errno);
    tree_->add("/system.slice");
    auto source = EndpointSource::open({.system_slice = tree_->slice()});
    ASSERT_TRUE(source);
    source_ = std::move(*source);
  }

  // A socket made by a process in this cgroup.
  static std::unique_ptr<Actor> socket_in(const std::string& cgroup, uid_t uid = 0) {
    return std::make_unique<Actor>([=](Script& script) {
      const UniqueFd procs(::open((cgroup + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
      script.check(::write(procs.get(), "0", 1) == 1, "join " + cgroup);
      own_network(script);
      if (uid != 0) become(script, uid, uid);
      script.tell("socket", bind_loopback(script, AF_INET, SOCK_DGRAM, 0));
    });
  }

  // "path|service" as a fresh snapshot says.
  std::string seen(Actor& actor) {
    if (!actor.wait()) return actor.error();
    const auto snapshot = look();
    const auto* row = snapshot ? snapshot->find(actor.cookie("socket")) : nullptr;
    const auto* cgroup = row ? snapshot->cgroup(*row) : nullptr;
    return cgroup ? cgroup->path + "|" + cgroup->service : "no row";
  }

  std::unique_ptr<CgroupTree> tree_;
};

TEST_F(Services, AreKnownByTheirCgroup) {
  const auto actor = socket_in(tree_->add("/system.slice/web.service"), 61001);
  EXPECT_EQ(seen(*actor), tree_->slice() + "/web.service|web");
}

TEST_F(Services, ReachIntoTheirOwnSubgroups) {
  tree_->add("/system.slice/db.service");
  const auto actor = socket_in(tree_->add("/system.slice/db.service/worker"));
  EXPECT_EQ(seen(*actor), tree_->slice() + "/db.service/worker|db");
}

TEST_F(Services, EndWhereADirectoryIsDelegated) {
  const std::string service = tree_->add("/system.slice/app.service");
  const std::string below = tree_->add("/system.slice/app.service/ssh.service");
  ASSERT_EQ(::chown(service.c_str(), 61001, 61001), 0);
  const auto actor = socket_in(below);
  EXPECT_EQ(seen(*actor), tree_->slice() + "/app.service/ssh.service|");
}

TEST_F(Services, ADelegatedLeafIsNone) {
  const std::string leaf = tree_->add("/system.slice/own.service");
  ASSERT_EQ(::chown(leaf.c_str(), 61001, 61001), 0);
  const auto actor = socket_in(leaf);
  EXPECT_EQ(seen(*actor), tree_->slice() + "/own.service|");
}

TEST_F(Services, AUsersUnitOfAServicesNameIsNone) {
  tree_->add("/user.slice");
  const auto actor = socket_in(tree_->add("/user.slice/web.service"));
  EXPECT_EQ(seen(*actor), tree_->name() + "/user.slice/web.service|");
}

TEST_F(Services, FollowTheSocketNotTheProcess) {
  const std::string first = tree_->add("/system.slice/first.service");
  const std::string second = tree_->add("/system.slice/second.service");
  Actor actor([&](Script& script) {
    UniqueFd procs(::open((first + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
    script.check(::write(procs.get(), "0", 1) == 1, "join the first");
    own_network(script);
    script.tell("socket", bind_loopback(script, AF_INET, SOCK_DGRAM, 0));
    procs.reset(::open((second + "/cgroup.procs").c_str(), O_WRONLY | O_CLOEXEC));
    script.check(::write(procs.get(), "0", 1) == 1, "join the second");
  });
  EXPECT_EQ(seen(actor), tree_->slice() + "/first.service|first");
}

}  // namespace
}  // namespace wfp::kernel::test
