// Whose a socket is when descriptors travel, processes share them and images disappear.
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <thread>

#include "live_test.h"
#include "stage.h"
#include "support/temp_dir.h"

namespace wfp::kernel::test {
namespace {

using endpoint::Attribution;
using endpoint::Endpoint;

constexpr const char* kSleep = "/bin/sleep";

// Copies the program to `path`, executable for all.
void copy_program(Script& script, const char* path) {
  const UniqueFd from(::open(kSleep, O_RDONLY | O_CLOEXEC));
  const UniqueFd to(::open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755));
  struct stat status{};
  script.check(from.get() >= 0 && to.get() >= 0 && ::fstat(from.get(), &status) == 0, path);
  script.check(::sendfile(to.get(), from.get(), nullptr,
                          static_cast<std::size_t>(status.st_size)) == status.st_size,
               "copy");
}

// A child of the actor that dies with it; in the child, `body` runs and must not return.
template <class Body>
pid_t fork_child(Script& script, Body body) {
  const pid_t child = ::fork();
  script.check(child >= 0, "fork");
  if (child != 0) return child;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  body();
  ::_exit(1);
}

[[noreturn]] void stay() {
  while (true) ::pause();
}

class AttributionOf : public LiveTest {
 protected:
  const Endpoint* row_of(const endpoint::Snapshot& snapshot, const Actor& actor,
                         const char* label) {
    const Endpoint* row = snapshot.find(actor.cookie(label));
    EXPECT_TRUE(row) << label;
    return row;
  }

  static std::vector<std::uint32_t> pids(const endpoint::Snapshot& snapshot, const Endpoint& row) {
    std::vector<std::uint32_t> pids;
    for (const auto holder : snapshot.holders_of(row))
      pids.push_back(snapshot.processes[holder].pid);
    return pids;
  }
};

TEST_F(AttributionOf, ForkedSharersIsTheEarliestAndAllAreListed) {
  Actor actor([](Script& script) {
    own_network(script);
    script.tell("shared", listen_tcp(script));
    script.tell_number("second", static_cast<std::uint64_t>(fork_child(script, stay)));
    script.tell_number("third", static_cast<std::uint64_t>(fork_child(script, stay)));
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const Endpoint* row = row_of(*snapshot, actor, "shared");
  ASSERT_TRUE(row);
  EXPECT_EQ(snapshot->owner(*row)->pid, actor.pid());
  EXPECT_EQ(
      pids(*snapshot, *row),
      (std::vector<std::uint32_t>{actor.pid(), static_cast<std::uint32_t>(actor.number("second")),
                                  static_cast<std::uint32_t>(actor.number("third"))}));
}

TEST_F(AttributionOf, DuplicatedDescriptorsCountsTheirProcessOnce) {
  Actor actor([](Script& script) {
    own_network(script);
    const int fd = listen_tcp(script);
    for (int i = 0; i < 5; ++i) script.check(::dup(fd) >= 0, "dup");
    script.tell("many", fd);
    std::thread([] {  // a thread with a table of its own, and its copies of the descriptors
      ::unshare(CLONE_FILES);
      stay();
    })
        .detach();
    ::usleep(20'000);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const Endpoint* row = row_of(*snapshot, actor, "many");
  ASSERT_TRUE(row);
  EXPECT_EQ(pids(*snapshot, *row), std::vector<std::uint32_t>{actor.pid()});
}

TEST_F(AttributionOf, ASocketPassedToAnotherUserNamesNoApplicationOfHis) {
  Actor actor([](Script& script) {
    own_network(script);
    int ends[2];
    script.check(::socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) == 0, "socketpair");
    fork_child(script, [&] {
      become(script, 61001, 61002);
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      receive_fd(script, ends[1]);
      receive_fd(script, ends[1]);
      stay();
    });
    for (const char* label : {"given away", "kept too"}) {
      const int fd = bind_loopback(script, AF_INET, SOCK_DGRAM, 0);
      script.tell(label, fd);
      send_fd(script, ends[0], fd);
      if (std::string_view(label) == "given away") ::close(fd);
    }
    ::usleep(100'000);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const Endpoint* given = row_of(*snapshot, actor, "given away");
  ASSERT_TRUE(given);
  EXPECT_EQ(given->attribution, Attribution::none);
  EXPECT_EQ(given->holder_count, 1u);
  EXPECT_FALSE(snapshot->application(*given));
  EXPECT_EQ(snapshot->credential_set(*given)->uid, 0u);
  const Endpoint* kept = row_of(*snapshot, actor, "kept too");
  ASSERT_TRUE(kept);
  EXPECT_EQ(snapshot->owner(*kept)->pid, actor.pid());
  EXPECT_EQ(kept->holder_count, 2u);
}

TEST_F(AttributionOf, AcceptedSocketsAreTheAccepters) {
  Actor actor([](Script& script) {
    own_network(script);
    const int listener = listen_tcp(script);
    const int client = connect_to(script, listener);
    become(script, 61001, 61002, {9});
    script.tell("accepted", accept_from(script, listener));
    script.tell("client", client);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const Endpoint* accepted = row_of(*snapshot, actor, "accepted");
  ASSERT_TRUE(accepted);
  EXPECT_EQ(snapshot->credential_set(*accepted)->uid, 61001u);
  EXPECT_EQ(snapshot->owner(*accepted)->pid, actor.pid());
  const Endpoint* client = row_of(*snapshot, actor, "client");
  ASSERT_TRUE(client);
  EXPECT_EQ(snapshot->credential_set(*client)->uid,
            0u);  // made as root, by a process that is no longer root
  EXPECT_EQ(client->attribution, Attribution::none);
}

// Runs the program at `path` holding a listener; the program's name disappears afterwards if
// `unlink`.
void hold_in_program(Script& script, const char* label, const char* path, bool unlink) {
  const int fd = listen_tcp(script);
  script.tell(label, fd);
  copy_program(script, path);
  fork_child(script, [&] { ::execl(path, path, "1000", nullptr); });
  ::usleep(100'000);
  ::close(fd);
  if (unlink) ::unlink(path);
}

TEST_F(AttributionOf, ADeletedProgramKeepsItsNameAndSaysSo) {
  const wfp::test::TempDir folder;
  const std::string path = folder.file("server");
  Actor actor([&](Script& script) {
    own_network(script);
    hold_in_program(script, "deleted", path.c_str(), true);
    hold_in_program(script, "present", path.c_str(), false);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  for (const char* label : {"deleted", "present"}) {
    const Endpoint* row = row_of(*snapshot, actor, label);
    ASSERT_TRUE(row);
    const auto* application = snapshot->application(*row);
    ASSERT_TRUE(application) << label;
    EXPECT_EQ(application->id, path) << label;
    EXPECT_EQ(application->deleted, std::string_view(label) == "deleted") << label;
  }
  struct stat status{};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(snapshot->application(*row_of(*snapshot, actor, "present"))->inode, status.st_ino);
}

TEST_F(AttributionOf, AProgramInMemoryIsNoHostPath) {
  Actor actor([](Script& script) {
    own_network(script);
    const int fd = listen_tcp(script);
    script.tell("memory", fd);
    const int program = ::memfd_create("evil", 0);
    copy_program(script, ("/proc/self/fd/" + std::to_string(program)).c_str());
    fork_child(script, [&] {
      char name[] = "evil", time[] = "1000";
      char* arguments[] = {name, time, nullptr};
      ::fexecve(program, arguments, environ);
    });
    ::usleep(100'000);
    ::close(fd);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const Endpoint* row = row_of(*snapshot, actor, "memory");
  ASSERT_TRUE(row && snapshot->application(*row));
  EXPECT_EQ(snapshot->application(*row)->id, "ns:0:/memfd:evil");
  EXPECT_FALSE(snapshot->application(*row)->host);
}

TEST_F(AttributionOf, APathIsWholeUpToItsLongest) {
  const wfp::test::TempDir folder;
  std::string path = folder.path();
  while (path.size() < 3800) path += "/" + std::string(200, 'd');
  Actor actor([&](Script& script) {
    own_network(script);
    for (std::size_t at = path.find('/', folder.path().size() + 1);; at = path.find('/', at + 1)) {
      script.check(::mkdir(path.substr(0, at).c_str(), 0755) == 0, "mkdir");
      if (at == std::string::npos) break;
    }
    hold_in_program(script, "deep", (path + "/server").c_str(), false);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const Endpoint* row = row_of(*snapshot, actor, "deep");
  ASSERT_TRUE(row && snapshot->application(*row));
  EXPECT_EQ(snapshot->application(*row)->id, path + "/server");
}

}  // namespace
}  // namespace wfp::kernel::test
