// Which system service a cgroup belongs to - decided by who owns the directories, as anyone may
// choose names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wfp::kernel {

// A cgroup's path with the owners of its directories.
struct CgroupFacts {
  std::string_view path;           // "/system.slice/ssh.service/worker", "/" for the root
  std::uint32_t depth = 0;         // directories in it
  std::uint32_t foreign_mask = 0;  // bit i: the i-th directory counted from the leaf is not uid 0's
  bool complete = true;            // false: the path was cut or is deeper than the mask
};

// "ssh" if the first unit below `system_slice` (slices between them are passed) is ssh.service and
// every directory down to the cgroup itself is owned by uid 0; else empty. The same below
// user.slice and machine.slice: empty.
std::string service_of(const CgroupFacts& cgroup, std::string_view system_slice = "/system.slice");

}  // namespace wfp::kernel
