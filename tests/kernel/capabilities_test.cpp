// What the table needs, and what it says when it has less.
#include "kernel/capabilities.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "kernel/peer.h"
#include "live_test.h"
#include "stage.h"

namespace wfp::kernel::test {
namespace {

// Becomes nobody with these capabilities alone.
void keep_only(Script& script, std::initializer_list<int> capabilities) {
  script.check(::prctl(PR_SET_KEEPCAPS, 1) == 0, "PR_SET_KEEPCAPS");
  become(script, 65534, 65534);
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> data{};
  for (const int capability : capabilities) {
    auto& word = data[static_cast<std::size_t>(capability) / 32];
    word.effective |= 1u << (capability % 32);
    word.permitted = word.effective;
  }
  script.check(::syscall(SYS_capset, &header, data.data()) == 0, "capset");
}

class Capabilities : public LiveTest {};

TEST_F(Capabilities, ThreeAreEnoughForAllThatHasADescriptor) {
  Actor other([](Script& script) {
    own_network(script);
    const int listener = listen_tcp(script);
    script.tell("held", listener);
    const int client = connect_to(script, listener);
    script.tell("left over", client);
    ::close(accept_from(script, listener));
    ::close(client);
  });
  ASSERT_TRUE(other.wait()) << other.error();
  Actor reader([&](Script& script) {
    script.tell_number("own", network_inode());
    keep_only(script, {CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN});
    auto source = EndpointSource::open();
    script.check(source.has_value(), source ? "" : source.error().what);
    const auto snapshot = (*source)->snapshot();
    script.check(snapshot.has_value(), snapshot ? "" : snapshot.error().what);
    const auto* held = (*snapshot)->find(other.cookie("held"));
    script.tell_number("held", held != nullptr);
    script.tell_number("application", held && (*snapshot)->application(*held));
    script.tell_number("left over", (*snapshot)->find(other.cookie("left over")) != nullptr);
    script.tell_number("limits", (*snapshot)->report.limits.size());
    const auto states = capability_states();
    script.tell_number("bpf", states && holds(*states, CAP_BPF));
    script.tell_number("admin", states && holds(*states, CAP_SYS_ADMIN));
    script.tell_number("missing", states && !missing_capabilities(*states).empty());
  });
  ASSERT_TRUE(reader.wait()) << reader.error();
  EXPECT_EQ(reader.number("held"), 1u);
  EXPECT_EQ(reader.number("application"), 1u);
  EXPECT_EQ(reader.number("left over"), 0u);  // of another namespace, and nobody holds it
  EXPECT_EQ(reader.number("limits"), 1u);     // and that is said
  EXPECT_EQ(reader.number("bpf"), 1u);
  EXPECT_EQ(reader.number("admin"), 0u);
  EXPECT_EQ(reader.number("missing"), 0u);
}

TEST_F(Capabilities, AMissingOneIsNamed) {
  Actor reader([](Script& script) {
    keep_only(script, {CAP_BPF, CAP_PERFMON});
    const auto source = EndpointSource::open();
    script.check(!source, "opened without CAP_NET_ADMIN");
    script.tell_number("status", static_cast<std::uint32_t>(source.error().status));
    const std::string& what = source.error().what;
    script.tell_number("named", what.find("CAP_NET_ADMIN") != std::string::npos);
    script.tell_number("others named", what.find("CAP_BPF") != std::string::npos);
    script.tell_number("peers", PeerReader::open().has_value());
  });
  ASSERT_TRUE(reader.wait()) << reader.error();
  EXPECT_EQ(reader.number("status"), static_cast<std::uint32_t>(Status::access_denied));
  EXPECT_EQ(reader.number("named"), 1u);
  EXPECT_EQ(reader.number("others named"), 0u);
}

TEST_F(Capabilities, OtherNamespacesCanBeLeftAlone) {
  Actor other([](Script& script) {
    own_network(script);
    const int listener = listen_tcp(script);
    script.tell("held", listener);
  });
  ASSERT_TRUE(other.wait()) << other.error();
  auto source = EndpointSource::open({.other_namespaces = false});
  ASSERT_TRUE(source) << source.error().what;
  const auto snapshot = (*source)->snapshot();
  ASSERT_TRUE(snapshot) << snapshot.error().what;
  EXPECT_TRUE((*snapshot)->find(other.cookie("held")));
  EXPECT_EQ((*snapshot)->report.namespaces_entered, 1u);
  EXPECT_FALSE((*snapshot)->report.limits.empty());
}

}  // namespace
}  // namespace wfp::kernel::test
