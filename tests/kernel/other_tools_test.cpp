// The same sockets as ss and lsof list them. What either tool leaves out, or has besides, is named
// here and in docs/endpoints.md; anything else that differs fails.
#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <sstream>
#include <string>
#include <thread>

#include "live_test.h"
#include "zoo.h"

namespace wfp::kernel::test {
namespace {

using Names = std::set<std::string>;

// Output of a command run in the network namespace of `pid`; empty if it fails.
std::string run_in_network_of(std::uint32_t pid, const std::string& command) {
  std::string output;
  std::thread([&] {  // the thread's namespace ends with it
    const UniqueFd network(
        ::open(("/proc/" + std::to_string(pid) + "/ns/net").c_str(), O_RDONLY | O_CLOEXEC));
    if (::setns(network.get(), CLONE_NEWNET) != 0) return;
    FILE* pipe = ::popen((command + " 2>/dev/null").c_str(), "r");
    std::array<char, 4096> part{};
    for (std::size_t got; pipe && (got = ::fread(part.data(), 1, part.size(), pipe)) > 0;) {
      output.append(part.data(), got);
    }
    if (pipe) ::pclose(pipe);
  })
      .join();
  return output;
}

bool exists(const char* tool) {
  return std::system((std::string("command -v ") + tool + " >/dev/null").c_str()) == 0;
}

// The number behind `key` in `text`, 0 if there is none.
std::uint64_t number_after(const std::string& text, const std::string& key, int base) {
  const std::size_t at = text.find(key);
  return at == std::string::npos ? 0 : std::strtoull(text.c_str() + at + key.size(), nullptr, base);
}

class OtherTools : public LiveTest {
 protected:
  void SetUp() override {
    LiveTest::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    zoo_ = zoo_of(0, 0, {});
    ASSERT_TRUE(zoo_->wait()) << zoo_->error();
    snapshot_ = look();
    ASSERT_TRUE(snapshot_);
  }

  Names all_names() const {
    Names names;
    for (const Truth& truth : zoo_->sockets()) names.insert(truth.label);
    return names;
  }

  // By protocol and both ports, which are unlike among the zoo's bound sockets.
  std::string name_by_ports(const std::string& line) const {
    for (const Truth& truth : zoo_->sockets()) {
      if (truth.local_port == 0) continue;
      const std::string local = ":" + std::to_string(truth.local_port) + " ";
      const std::string remote =
          ":" + (truth.remote_port ? std::to_string(truth.remote_port) : "*") + " ";
      const std::size_t at = line.find(local);
      if (at != std::string::npos && line.find(remote, at + 1) != std::string::npos)
        return truth.label;
    }
    return {};
  }

  std::unique_ptr<Actor> zoo_;
  std::shared_ptr<const endpoint::Snapshot> snapshot_;
};

TEST_F(OtherTools, SsListsTheSameButForWhatItCannotSee) {
  if (!exists("ss")) GTEST_SKIP() << "ss is not installed";
  std::istringstream lines(run_in_network_of(zoo_->pid(), "ss -HOtuanpe"));
  Names seen;
  std::size_t subflows = 0;
  for (std::string line; std::getline(lines, line);) {
    const std::uint64_t cookie = number_after(line, " sk:", 16);
    const endpoint::Endpoint* row = snapshot_->find(cookie);
    ASSERT_TRUE(row) << "only ss has: " << line;
    const auto told = std::ranges::find(zoo_->sockets(), cookie, &Truth::cookie);
    if (told ==
        zoo_->sockets().end()) {  // MPTCP goes by its first sub-flow, which is what ss -t lists
      EXPECT_TRUE(row->multipath) << line;
      seen.insert(name_by_ports(line));
      ++subflows;
      continue;
    }
    seen.insert(told->label);
    const std::uint64_t pid = number_after(line, "pid=", 10);
    ASSERT_TRUE(snapshot_->owner(*row)) << line;
    EXPECT_EQ(snapshot_->owner(*row)->pid, pid) << line;
  }
  Names missing;
  std::ranges::set_difference(all_names(), seen, std::inserter(missing, missing.end()));
  Names expected = {"bound4", "bound6", "ping", "raw4", "raw6"};  // ss -w asks for the last two
  if (supports(AF_INET, SOCK_DGRAM, kUdpLite)) expected.insert("udplite");
  EXPECT_EQ(missing, expected);
  EXPECT_EQ(subflows, supports(AF_INET, SOCK_STREAM, kMptcp) ? 3u : 0u);
}

TEST_F(OtherTools, SsDoesNotListOtherNetworkNamespaces) {
  if (!exists("ss")) GTEST_SKIP() << "ss is not installed";
  const std::string output =
      run_in_network_of(static_cast<std::uint32_t>(::getpid()), "ss -HOtuanwpe");
  for (const Truth& truth : zoo_->sockets()) {
    std::ostringstream cookie;
    cookie << " sk:" << std::hex << truth.cookie << ' ';
    EXPECT_EQ(output.find(cookie.str()), std::string::npos) << truth.label;
  }
}

TEST_F(OtherTools, LsofListsTheSameButForWhatItCannotSee) {
  if (!exists("lsof")) GTEST_SKIP() << "lsof is not installed";
  std::istringstream lines(run_in_network_of(
      zoo_->pid(), "lsof -nP -w -a -i -F ftPn -p " + std::to_string(zoo_->pid())));
  Names seen;
  for (std::string line; std::getline(lines, line);) {
    if (line[0] != 'f') continue;
    const int fd = std::atoi(line.c_str() + 1);
    const auto told = std::ranges::find(zoo_->sockets(), fd, &Truth::fd);
    ASSERT_NE(told, zoo_->sockets().end()) << "only lsof has descriptor " << fd;
    seen.insert(told->label);
  }
  Names missing;
  std::ranges::set_difference(all_names(), seen, std::inserter(missing, missing.end()));
  const Names expected = {"bound4", "bound6", "ping", "raw4", "raw6"};
  EXPECT_EQ(missing, expected);
}

}  // namespace
}  // namespace wfp::kernel::test
