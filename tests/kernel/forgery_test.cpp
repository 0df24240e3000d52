// What a user can do to look like another program or a service, and why it does not work.
#include <fcntl.h>
#include <linux/prctl.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <new>

#include "live_test.h"
#include "stage.h"
#include "support/temp_dir.h"

namespace wfp::kernel::test {
namespace {

using endpoint::Attribution;
using endpoint::Endpoint;

constexpr const char* kVictim = "/bin/sleep";

std::uint32_t inode_of(const char* path) {
  struct stat status{};
  return ::stat(path, &status) == 0 ? static_cast<std::uint32_t>(status.st_ino) : 0;
}

void write_text(Script& script, const char* path, const std::string& text) {
  const UniqueFd file(::open(path, O_WRONLY | O_CLOEXEC));
  script.check(::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()),
               path);
}

// Becomes root of a user namespace of its own, as any user may.
void own_users(Script& script, uid_t uid, int more = 0) {
  ::prctl(PR_SET_DUMPABLE, 1);  // one who was root does not own his /proc/self otherwise
  script.check(::unshare(CLONE_NEWUSER | more) == 0, "unshare(CLONE_NEWUSER)");
  write_text(script, "/proc/self/uid_map", "0 " + std::to_string(uid) + " 1");
}

class Forgery : public LiveTest {
 protected:
  void SetUp() override {
    LiveTest::SetUp();
    std::ifstream limit("/proc/sys/user/max_user_namespaces");
    long most = 1;
    if (!IsSkipped() && limit >> most && most == 0)
      GTEST_SKIP() << "user namespaces are switched off";
  }

  const endpoint::Application* application_of(const endpoint::Snapshot& snapshot,
                                              const Actor& actor) {
    const Endpoint* row = snapshot.find(actor.cookie("forged"));
    EXPECT_TRUE(row);
    if (!row) return nullptr;
    EXPECT_EQ(row->attribution, Attribution::holder);
    return snapshot.application(*row);
  }

  static std::string foreign(std::uint64_t name_space, const char* path) {
    return "ns:" + std::to_string(name_space) + ":" + path;
  }
};

TEST_F(Forgery, AMountOverAnotherProgramGivesNoHostPath) {
  Actor actor([](Script& script) {
    become(script, 61001, 61002);
    own_users(script, 61001, CLONE_NEWNS | CLONE_NEWNET);
    script.tell_number("mounts", inode_of("/proc/self/ns/mnt"));
    script.check(::mount("/bin/cat", kVictim, nullptr, MS_BIND, nullptr) == 0, "mount --bind");
    const int fd = open_socket(script, AF_INET, SOCK_DGRAM, 0);
    sockaddr_in any{};
    any.sin_family = AF_INET;
    script.check(::bind(fd, reinterpret_cast<sockaddr*>(&any), sizeof any) == 0, "bind");
    script.tell("forged", fd);
    int pipe_ends[2];
    script.check(::pipe(pipe_ends) == 0, "pipe");
    const pid_t child = ::fork();
    if (child == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      ::dup2(pipe_ends[0], 0);
      ::execl(kVictim, kVictim, nullptr);  // runs cat under the victim's name
      ::_exit(1);
    }
    ::usleep(100'000);
    ::close(fd);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const auto* application = application_of(*snapshot, actor);
  ASSERT_TRUE(application);
  EXPECT_FALSE(application->host);
  EXPECT_TRUE(application->id.starts_with("ns:" + std::to_string(actor.number("mounts")) + ":/"))
      << application->id;
  EXPECT_EQ(application->inode, inode_of("/bin/cat"));
}

#ifdef __x86_64__

// What the forger does once its own program is unmapped: nothing but system calls, from copied
// bytes.
struct Plan {
  struct Range {
    long at, size;
  };
  Range ranges[32];
  long count;
  prctl_mm_map map;
  long report_to;
};

[[gnu::always_inline]] inline long system_call(long number, long a, long b, long c, long d,
                                               long e) {
  long result = 0;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  asm volatile("syscall"
               : "=a"(result)
               : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
               : "rcx", "r11", "memory");
  return result;
}

extern "C" const char __start_forger[], __stop_forger[];  // NOLINT: made by the linker

[[gnu::section("forger"), gnu::noinline, gnu::used]]
__attribute__((no_sanitize("address", "undefined", "thread"),
               optimize("no-stack-protector", "O2"))) void forge(Plan* plan) {
  for (long i = 0; i < plan->count; ++i)
    system_call(SYS_munmap, plan->ranges[i].at, plan->ranges[i].size, 0, 0, 0);
  const long result = system_call(SYS_prctl, PR_SET_MM, PR_SET_MM_MAP,
                                  reinterpret_cast<long>(&plan->map), sizeof plan->map, 0);
  const char outcome = static_cast<char>(result == 0 ? 'y' : 'n');
  system_call(SYS_write, plan->report_to, reinterpret_cast<long>(&outcome), 1, 0, 0);
  while (true) system_call(SYS_pause, 0, 0, 0, 0, 0);
}

void* anonymous(std::size_t size) {
  return ::mmap(nullptr, size, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0);
}

// Takes the identity of `victim`, as the root of a user namespace may.
[[noreturn]] void take_image_of(const char* victim, int report_to) {
  char* memory = static_cast<char*>(anonymous(1 << 16));
  auto* plan = new (memory) Plan{};
  std::ifstream maps("/proc/self/maps");
  const std::string self = std::filesystem::read_symlink("/proc/self/exe");
  for (std::string line; std::getline(maps, line);) {
    unsigned long from = 0, to = 0;
    if (!line.ends_with(self) || std::sscanf(line.c_str(), "%lx-%lx", &from, &to) != 2 ||
        plan->count == 32)
      continue;
    plan->ranges[plan->count++] = {static_cast<long>(from), static_cast<long>(to - from)};
  }
  const auto at = reinterpret_cast<std::uint64_t>(memory);
  plan->map = {at, at + 1, at, at + 1, at, at + 1, at, at, at, at, at, nullptr, 0, 0};
  plan->map.exe_fd = static_cast<std::uint32_t>(::open(victim, O_RDONLY));
  plan->report_to = report_to;
  char* code = memory + 8192;
  std::memcpy(code, __start_forger, static_cast<std::size_t>(__stop_forger - __start_forger));
  const auto offset = reinterpret_cast<const char*>(&forge) - __start_forger;
  reinterpret_cast<void (*)(Plan*)>(code + offset)(plan);
  ::_exit(1);
}

TEST_F(Forgery, AnExecutableSetByPrctlGivesNoHostPath) {
  Actor actor([](Script& script) {
    own_network(script);
    become(script, 61001, 61002);
    own_users(script, 61001);
    script.tell_number("users", inode_of("/proc/self/ns/user"));
    const int fd = bind_loopback(script, AF_INET, SOCK_DGRAM, 0);
    script.tell("forged", fd);
    int ends[2];
    script.check(::pipe(ends) == 0, "pipe");
    if (::fork() == 0) {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      take_image_of(kVictim, ends[1]);
    }
    char outcome = 0;
    script.check(::read(ends[0], &outcome, 1) == 1, "read");
    script.tell_number("forged", outcome == 'y');
    ::close(fd);
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  if (actor.number("forged") == 0)
    GTEST_SKIP() << "this kernel does not let a user namespace's root set his image";
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const auto* application = application_of(*snapshot, actor);
  ASSERT_TRUE(application);
  EXPECT_EQ(application->inode, inode_of(kVictim));  // the forgery itself worked
  EXPECT_FALSE(application->host);
  EXPECT_EQ(application->id,
            foreign(actor.number("users"), std::filesystem::canonical(kVictim).c_str()));
}

#endif  // __x86_64__

TEST_F(Forgery, RootOfAUserNamespaceIsTheUserWhoMadeIt) {
  Actor actor([](Script& script) {
    own_network(script);
    become(script, 61001, 61002, {7});
    own_users(script, 61001);
    script.check(::getuid() == 0, "root inside");
    script.tell("forged", bind_loopback(script, AF_INET, SOCK_DGRAM, 0));
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  const Endpoint* row = snapshot->find(actor.cookie("forged"));
  ASSERT_TRUE(row);
  const auto* made_by = snapshot->credential_set(*row);
  ASSERT_TRUE(made_by);
  EXPECT_EQ(made_by->uid, 61001u);
  EXPECT_TRUE(made_by->foreign);
  EXPECT_NE(made_by->capabilities, 0u);  // there, and worth nothing here
}

}  // namespace
}  // namespace wfp::kernel::test
