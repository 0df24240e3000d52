// Starting and stopping: flags, configuration, signals, a second daemon, a stale socket, systemd's
// socket and notifications, missing capabilities.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <fstream>
#include <latch>
#include <sstream>
#include <thread>

#include "support/as_user.h"
#include "support/daemon_fixture.h"
#include "support/engine_client.h"

namespace wfp::test {
namespace {

struct Output {
  int code;
  std::string text;
};

// Runs wfpd to its end; `before` runs in the child.
Output run(std::vector<std::string> arguments, const std::function<void()>& before = [] {}) {
  TempDir dir;
  const std::string file = dir.file("out");
  arguments.insert(arguments.begin(), daemon_program());
  const int code = in_child([&] {
    const int out = ::open(file.c_str(), O_WRONLY | O_CREAT, 0600);
    ::dup2(out, 1);
    ::dup2(out, 2);
    before();
    std::vector<char*> argv;
    for (auto& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    return 127;
  });
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return {code, text.str()};
}

class Lifecycle : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "wfpd needs root's capabilities";
  }
  TempDir dir_;
};

TEST_F(Lifecycle, TermAndIntStopCleanlyAndTakeTheSocketAway) {
  for (const int signal : {SIGTERM, SIGINT}) {
    DaemonFixture daemon;
    ASSERT_TRUE(daemon.running());
    EXPECT_EQ(daemon.stop(signal), 0) << daemon.log();
    EXPECT_NE(::access(daemon.socket().c_str(), F_OK), 0);
  }
}

// Also the calls of clients that are gone: they end before what they use.
TEST_F(Lifecycle, TermStopsCleanlyWhileCallsWaitForATransaction) {
  DaemonFixture daemon;
  ASSERT_TRUE(daemon.running());
  EngineClient writer(daemon.socket());
  ASSERT_EQ(writer.begin(), Status::success);
  std::latch both_wait(2);
  std::thread patient([&] {
    EngineClient client(daemon.socket());
    auto waiting = client.session().transactionBeginRequest().send();
    EXPECT_FALSE(waiting.poll(client.scope()));
    both_wait.count_down();
    EXPECT_TRUE(waiting.then([](auto&&) { return false; }, [](kj::Exception&&) { return true; })
                    .wait(client.scope()));
  });
  std::thread gone([&] {
    EngineClient client(daemon.socket());
    auto unheard = client.session().transactionBeginRequest().send();
    EXPECT_FALSE(unheard.poll(client.scope()));
    both_wait.count_down();
  });
  both_wait.wait();
  gone.join();
  EXPECT_EQ(daemon.stop(SIGTERM), 0) << daemon.log();
  patient.join();
}

TEST_F(Lifecycle, HangUpIsHarmless) {
  const DaemonFixture daemon;
  ASSERT_EQ(::kill(daemon.pid(), SIGHUP), 0);
  EngineClient client(daemon.socket());
  EXPECT_EQ(client.opened(), Status::success);
}

TEST_F(Lifecycle, TheSocketIsForEverybodyAndItsFolderForRoot) {
  const DaemonFixture daemon;
  struct stat found{};
  ASSERT_EQ(::stat(daemon.socket().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0666u);
  ASSERT_EQ(::stat(daemon.socket().substr(0, daemon.socket().rfind('/')).c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0755u);
}

TEST_F(Lifecycle, AStaleSocketIsReplaced) {
  DaemonFixture daemon;
  daemon.kill_and_restart();
  ASSERT_TRUE(daemon.running()) << daemon.log();
  EngineClient client(daemon.socket());
  EXPECT_EQ(client.opened(), Status::success);
}

TEST_F(Lifecycle, ASecondDaemonIsRefusedByStateFolderAndBySocket) {
  const DaemonFixture daemon;
  const auto same_state =
      run({"--socket", dir_.file("s/wfpd.sock"), "--state-dir", daemon.state_dir()});
  EXPECT_EQ(same_state.code, 1);
  EXPECT_NE(same_state.text.find("another wfpd uses the state folder"), std::string::npos)
      << same_state.text;
  const auto same_socket = run({"--socket", daemon.socket(), "--state-dir", dir_.file("state")});
  EXPECT_EQ(same_socket.code, 1);
  EXPECT_NE(same_socket.text.find("another wfpd listens there"), std::string::npos)
      << same_socket.text;
  EngineClient client(daemon.socket());
  EXPECT_EQ(client.opened(), Status::success) << "the first goes on";
}

TEST_F(Lifecycle, AFolderThatOthersMayWriteIsRefused) {
  ASSERT_EQ(::mkdir(dir_.file("open").c_str(), 0777), 0);
  ASSERT_EQ(::chmod(dir_.file("open").c_str(), 0777), 0);
  const auto result =
      run({"--socket", dir_.file("open/wfpd.sock"), "--state-dir", dir_.file("state")});
  EXPECT_EQ(result.code, 1);
  EXPECT_NE(result.text.find("can be written by others"), std::string::npos) << result.text;
}

TEST_F(Lifecycle, ADamagedStoreKeepsItFromStarting) {
  ASSERT_EQ(::mkdir(dir_.file("state").c_str(), 0700), 0);
  std::ofstream(dir_.file("state/policy.db")) << std::string(8192, 'x');
  const auto result =
      run({"--socket", dir_.file("s/wfpd.sock"), "--state-dir", dir_.file("state")});
  EXPECT_EQ(result.code, 1);
  EXPECT_NE(result.text.find("To recover"), std::string::npos) << result.text;
}

TEST_F(Lifecycle, CheckReadsTheConfigurationAndNothingElse) {
  std::ofstream(dir_.file("good")) << "log-level = debug\n";
  EXPECT_EQ(run({"--check", "--config", dir_.file("good")}).code, 0);
  std::ofstream(dir_.file("bad")) << "log-level = debug\nlog-levle = info\n";
  const auto bad = run({"--check", "--config", dir_.file("bad")});
  EXPECT_EQ(bad.code, 1);
  EXPECT_NE(bad.text.find("bad:2: unknown key 'log-levle'"), std::string::npos) << bad.text;
  EXPECT_EQ(run({"--check", "--config", dir_.file("none")}).code, 1);
}

TEST_F(Lifecycle, ABadConfigurationKeepsItFromStarting) {
  std::ofstream(dir_.file("bad")) << "nonsense\n";
  EXPECT_EQ(run({"--config", dir_.file("bad"), "--socket", dir_.file("s/x"), "--state-dir",
                 dir_.file("state")})
                .code,
            1);
}

TEST_F(Lifecycle, ModesThatAreNotBuiltAreUsageErrors) {
  EXPECT_EQ(run({"--cgroup", "/sys/fs/cgroup/none"}).code, 2);
  EXPECT_EQ(run({"--nonsense"}).code, 2);
}

TEST_F(Lifecycle, VersionAndHelp) {
  EXPECT_EQ(run({"--version"}).text.substr(0, 5), "wfpd ");
  EXPECT_EQ(run({"--help"}).code, 0);
}

TEST_F(Lifecycle, AMissingCapabilityIsNamed) {
  const auto without = [&](int capability) {
    return run({"--socket", dir_.file("s/wfpd.sock"), "--state-dir", dir_.file("state")},
               [&] { ::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0); });
  };
  for (const auto& [capability, name] : {std::pair{CAP_BPF, "CAP_BPF"},
                                         {CAP_PERFMON, "CAP_PERFMON"},
                                         {CAP_NET_ADMIN, "CAP_NET_ADMIN"}}) {
    // An all-powerful process does not miss these three: take away what would stand in for them.
    const auto result = without(capability);
    EXPECT_EQ(result.code, 1) << name;
    EXPECT_NE(result.text.find(name), std::string::npos) << result.text;
  }
}

TEST_F(Lifecycle, ItTakesOverSystemdsSocketAndTellsItWhenItIsReady) {
  const std::string path = dir_.file("passed.sock");
  const std::string notify = dir_.file("notify");
  const int notified = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, notify.c_str(), notify.size());
  ASSERT_EQ(::bind(notified, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);

  const pid_t child = ::fork();
  if (child == 0) {
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    address.sun_path[0] = 0;
    std::memset(address.sun_path, 0, sizeof address.sun_path);
    std::memcpy(address.sun_path, path.c_str(), path.size());
    if (::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::listen(socket, 8) != 0)
      ::_exit(126);
    ::dup2(socket, 3);
    ::setenv("LISTEN_PID", std::to_string(::getpid()).c_str(), 1);
    ::setenv("LISTEN_FDS", "1", 1);
    ::setenv("NOTIFY_SOCKET", notify.c_str(), 1);
    const std::string state = dir_.file("state");
    ::execl(daemon_program(), daemon_program(), "--socket", "/nonexistent/x", "--state-dir",
            state.c_str(), nullptr);
    ::_exit(127);
  }
  char text[256] = {};
  ASSERT_GT(::recv(notified, text, sizeof text - 1, 0), 0);
  EXPECT_EQ(std::string(text).substr(0, 7), "READY=1");
  {
    EngineClient client(path);
    EXPECT_EQ(client.opened(), Status::success);
  }
  ::kill(child, SIGTERM);
  std::memset(text, 0, sizeof text);
  ASSERT_GT(::recv(notified, text, sizeof text - 1, 0), 0);
  EXPECT_EQ(std::string(text).substr(0, 10), "STOPPING=1");
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(::access(path.c_str(), F_OK), 0) << "systemd's socket stays";
  ::close(notified);
}

}  // namespace
}  // namespace wfp::test
