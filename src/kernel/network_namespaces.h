// Reaching the network namespaces of the machine, from a thread that may leave its own.
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
