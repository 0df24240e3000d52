// kill -9 of the daemon during SetSecurityInfo: afterwards the descriptor is the old one or the new
// one, and the store is whole. 20 times; 200 with OPENWFP_FULL=1.
#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>

#include <cstdlib>
#include <thread>

#include "support/as_user.h"
#include "support/daemon_fixture.h"
#include "support/engine_client.h"

namespace wfp::test {
namespace {

using Target = EngineClient::Target;

constexpr std::uint32_t kFirstUid = 100'000;

int rounds() {
  const char* full = std::getenv("OPENWFP_FULL");
  return full && std::string(full) == "1" ? 200 : 20;
}

std::string dacl(std::uint32_t number) {
  return "D:(A;;LO;;;S-1-22-1-" + std::to_string(kFirstUid + number) + ")";
}

// The number that the container's descriptor carries now, in a child; -1 when it carries none. Only
// a whole descriptor counts: the owner, our entry, and what is inherited.
int stored_number(const std::string& socket) {
  int pipe_ends[2];
  if (::pipe(pipe_ends) != 0) return -2;
  in_child([&] {
    EngineClient client(socket);
    const std::string text = client.get(Target::endpoints);
    int number = -1;
    const auto at = text.find("(A;;LO;;;S-1-22-1-");
    if (at != std::string::npos)
      number = std::atoi(text.c_str() + at + 18) - static_cast<int>(kFirstUid);
    const bool whole = text.starts_with("O:SYG:SYD:AI(A;;") &&
                       text.find("(A;ID;0xf07ff;;;BA)") != std::string::npos;
    if (!whole) number = -3;
    return ::write(pipe_ends[1], &number, sizeof number) == sizeof number ? 0 : 1;
  });
  int number = -2;
  const auto got = ::read(pipe_ends[0], &number, sizeof number);
  ::close(pipe_ends[0]);
  ::close(pipe_ends[1]);
  return got == sizeof number ? number : -2;
}

struct Progress {
  int sent;
  int done;
};

// Sets one descriptor after the other until the daemon dies, and tells how far it came.
pid_t start_setter(const std::string& socket, int first, int tell) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  Progress progress{first, first};
  try {
    EngineClient client(socket);
    while (true) {
      ++progress.sent;
      if (::write(tell, &progress, sizeof progress) < 0) break;
      if (client.set(Target::endpoints, dacl(static_cast<std::uint32_t>(progress.sent))) !=
          Status::success)
        break;
      progress.done = progress.sent;
      if (::write(tell, &progress, sizeof progress) < 0) break;
    }
  } catch (const kj::Exception&) {
  }
  ::_exit(0);
}

std::string integrity(const std::string& path) {
  sqlite3* database = nullptr;
  std::string verdict = "cannot open";
  if (sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK) {
    sqlite3_exec(
        database, "PRAGMA integrity_check",
        [](void* out, int, char** values, char**) {
          *static_cast<std::string*>(out) = values[0];
          return 0;
        },
        &verdict, nullptr);
  }
  sqlite3_close(database);
  return verdict;
}

TEST(Crash, ADescriptorIsTheOldOrTheNewOneAfterKill9) {
  DaemonFixture daemon;
  if (const auto why = daemon.skip_reason(); !why.empty()) GTEST_SKIP() << why;
  ASSERT_TRUE(daemon.running()) << daemon.log();
  int last = 0;
  int in_flight = 0;
  for (int round = 0; round < rounds(); ++round) {
    int told[2];
    ASSERT_EQ(::pipe(told), 0);
    const pid_t setter = start_setter(daemon.socket(), last, told[1]);
    ::close(told[1]);
    Progress progress{};
    ASSERT_EQ(::read(told[0], &progress, sizeof progress), static_cast<ssize_t>(sizeof progress));
    std::this_thread::sleep_for(std::chrono::microseconds(137 * (round % 23)));
    daemon.stop(SIGKILL);
    for (Progress next{}; ::read(told[0], &next, sizeof next) == sizeof next;) progress = next;
    ::close(told[0]);
    ::waitpid(setter, nullptr, 0);
    ASSERT_EQ(integrity(daemon.state_dir() + "/policy.db"), "ok");
    daemon.start();
    ASSERT_TRUE(daemon.running()) << daemon.log();
    const int found = stored_number(daemon.socket());
    if (progress.sent == 1 && found == -1) continue;  // not even the first
    ASSERT_GE(found, progress.done) << "what was confirmed is lost in round " << round;
    ASSERT_LE(found, progress.sent) << "what was never asked for in round " << round;
    in_flight += progress.sent != progress.done ? 1 : 0;
    last = found;
  }
  EXPECT_GT(in_flight, 0) << "no kill fell into a Set";
}

}  // namespace
}  // namespace wfp::test
