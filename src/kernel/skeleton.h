// What every loaded BPF object needs: an owner for the skeleton, and the group arena mapped for
// reading.
#pragma once

#include <bpf/libbpf.h>

#include <cstdint>
#include <memory>
#include <span>

#include "base/result.h"
#include "bpf/wire/endpoint_records.h"

namespace wfp::kernel {

template <class Object, void (*destroy)(Object*)>
struct SkeletonDeleter {
  void operator()(Object* skeleton) const { destroy(skeleton); }
};
template <class Object, void (*destroy)(Object*)>
using Skeleton = std::unique_ptr<Object, SkeletonDeleter<Object, destroy>>;

struct UnmapGroups {
  std::size_t groups = 0;
  void operator()(const std::uint32_t* memory) const;
};

// The chunks of `group_arena`, one after the other, as the programs fill them.
class GroupArena {
 public:
  GroupArena() = default;
  static Result<GroupArena> map(const bpf_map* map);

  [[nodiscard]] std::span<const std::uint32_t> groups() const {
    return {memory_.get(), memory_.get_deleter().groups};
  }

 private:
  std::unique_ptr<const std::uint32_t, UnmapGroups> memory_;
};

// Status and sentence of a failed load; reads errno.
[[nodiscard]] std::unexpected<Error> load_failure(const char* what);

}  // namespace wfp::kernel
