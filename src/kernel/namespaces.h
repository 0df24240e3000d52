// The namespaces of the machine: which this thread is in, and reaching the other network ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/unique.h"

namespace wfp::kernel {

// Inode number of the calling thread's network namespace.
Result<std::uint32_t> own_network_namespace();

// The one that sees every process; false on doubt.
bool in_first_pid_namespace();

struct NamespaceHandle {
  std::uint32_t inode;
  UniqueFd fd;
};

struct FoundNamespaces {
  std::vector<NamespaceHandle> handles;  // each namespace once, without `own`
  std::uint32_t unopened = 0;            // that some task lives in, but could not be opened
};

// `records` are WFP_RECORD_NAMESPACE; those named in /run/netns are added.
FoundNamespaces open_namespaces(std::span<const std::byte> records, std::uint32_t own);

// Moves the calling thread. Needs CAP_SYS_ADMIN.
Result<void> enter_namespace(const NamespaceHandle& handle);

}  // namespace wfp::kernel
