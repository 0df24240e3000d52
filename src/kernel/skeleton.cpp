#include "kernel/skeleton.h"

#include <sys/mman.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace wfp::kernel {

void UnmapGroups::operator()(const std::uint32_t* memory) const {
  ::munmap(const_cast<std::uint32_t*>(memory), groups * sizeof *memory);
}

Result<GroupArena> GroupArena::map(const bpf_map* map) {
  const std::size_t groups = std::size_t{bpf_map__max_entries(map)} * WFP_ARENA_CHUNK;
  void* memory =
      ::mmap(nullptr, groups * sizeof(std::uint32_t), PROT_READ, MAP_SHARED, bpf_map__fd(map), 0);
  if (memory == MAP_FAILED) return load_failure("mapping the group arena");
  GroupArena arena;
  arena.memory_ = {static_cast<const std::uint32_t*>(memory), UnmapGroups{groups}};
  return arena;
}

std::unexpected<Error> load_failure(const char* what) {
  const int error = errno;
  return fail(status_from_errno(error), std::string(what) + ": " + std::strerror(error));
}

}  // namespace wfp::kernel
