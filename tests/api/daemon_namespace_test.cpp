// Callers in user namespaces in which root has no name. Each test lives in a child with a mount
// namespace of its own, where the daemon's socket is at the place it has on an installed system.
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <fstream>

#include "api/daemon_api.h"
#include "support/as_user.h"

namespace wfp::test {
namespace {

constexpr UnixUser kAlice{4001, 4001};
constexpr int kNoNamespaces = 77;

class ForeignNamespace : public DaemonApi {
 protected:
  // /run holds the daemon's socket alone; `folder` is the mode of /run/openwfp.
  static bool install(mode_t folder) {
    if (::unshare(CLONE_NEWNS) != 0) return false;
    if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
    // What is below /run, the tests' folders may be: hold the socket first.
    const int socket = ::open(daemon_->socket().c_str(), O_PATH | O_CLOEXEC);
    const std::string source = "/proc/self/fd/" + std::to_string(socket);
    if (::mount("none", "/run", "tmpfs", 0, "mode=0755") != 0) return false;
    if (::mkdir("/run/openwfp", 0755) != 0 || ::chmod("/run/openwfp", folder) != 0) return false;
    std::ofstream("/run/openwfp/wfpd.sock").flush();
    ::unsetenv("OPENWFP_SOCKET");
    return ::mount(source.c_str(), "/run/openwfp/wfpd.sock", nullptr, MS_BIND, nullptr) == 0;
  }
  // What opening answers to alice, alone in a user namespace.
  static int open_as_alice() {
    if (!become(kAlice)) return 253;
    if (::unshare(CLONE_NEWUSER) != 0) return kNoNamespaces;
    std::ofstream("/proc/self/setgroups") << "deny";
    std::ofstream("/proc/self/uid_map") << "4001 4001 1";
    std::ofstream("/proc/self/gid_map") << "4001 4001 1";
    HANDLE engine = nullptr;
    const auto opened = api().open(&engine);
    if (opened == 0) return api().close(engine) == 0 ? 0 : 252;
    return opened == code(Status::access_denied) ? 5 : 251;
  }
};

TEST_P(ForeignNamespace, TheEngineAtItsOwnPlaceIsAccepted) {
  const int got = in_child([] { return install(0755) ? open_as_alice() : 250; });
  if (got == kNoNamespaces) GTEST_SKIP() << "no user namespaces for users here";
  EXPECT_EQ(got, 0);
}

TEST_P(ForeignNamespace, AFolderThatOthersMayWriteIsNobodysPlace) {
  const int got = in_child([] { return install(0777) ? open_as_alice() : 250; });
  if (got == kNoNamespaces) GTEST_SKIP() << "no user namespaces for users here";
  EXPECT_EQ(got, 5);
}

TEST_P(ForeignNamespace, AnyOtherPlaceIsRefused) {
  const int got = in_child([] {
    if (!install(0755)) return 250;
    ::setenv("OPENWFP_SOCKET", "/run/openwfp/./wfpd.sock", 1);
    return open_as_alice();
  });
  if (got == kNoNamespaces) GTEST_SKIP() << "no user namespaces for users here";
  EXPECT_EQ(got, 5);
}

// In the initial namespace the same number is a user as any other.
TEST_P(ForeignNamespace, NobodyIsNotTheEngine) {
  const int got = in_child([] {
    if (!install(0755) || ::umount("/run/openwfp/wfpd.sock") != 0) return 250;
    ::unlink("/run/openwfp/wfpd.sock");
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = "/run/openwfp/wfpd.sock"};
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return 249;
    if (::chmod(address.sun_path, 0666) != 0) return 248;
    if (::seteuid(65534) != 0 || ::listen(listener, 4) != 0 || ::seteuid(0) != 0) return 247;
    HANDLE engine = nullptr;
    return api().open(&engine) == code(Status::access_denied) ? 5 : 246;
  });
  EXPECT_EQ(got, 5);
}

WFP_BOTH_FLAVOURS(ForeignNamespace);

}  // namespace
}  // namespace wfp::test
