#include "kernel/capabilities.h"

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace wfp::kernel {

Result<std::vector<CapabilityState>> capability_states() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> data{};
  if (::syscall(SYS_capget, &header, data.data()) != 0) {
    return fail(status_from_errno(errno), std::string("capget: ") + std::strerror(errno));
  }
  std::vector<CapabilityState> states = {
      {CAP_BPF, "CAP_BPF", "to load BPF programs", true, false},
      {CAP_PERFMON, "CAP_PERFMON", "to let BPF programs read sockets and processes", true, false},
      {CAP_NET_ADMIN, "CAP_NET_ADMIN", "to list sockets of every user", true, false},
      {CAP_SYS_ADMIN, "CAP_SYS_ADMIN",
       "to list sockets without a descriptor in other network namespaces", false, false},
      {CAP_SYS_PTRACE, "CAP_SYS_PTRACE", "to find the network namespaces of other users' processes",
       false, false},
  };
  for (CapabilityState& state : states) {
    const auto word = static_cast<std::size_t>(state.number) / 32;
    state.held = (data[word].effective >> (state.number % 32) & 1u) != 0;
  }
  return states;
}

std::string missing_capabilities(const std::vector<CapabilityState>& states) {
  std::string missing;
  for (const CapabilityState& state : states) {
    if (!state.required || state.held) continue;
    if (!missing.empty()) missing += ", ";
    missing += std::string(state.name) + " (" + state.needed_for + ")";
  }
  return missing;
}

bool holds(const std::vector<CapabilityState>& states, int number) {
  return std::ranges::any_of(
      states, [number](const auto& state) { return state.number == number && state.held; });
}

}  // namespace wfp::kernel
