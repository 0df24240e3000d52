#include "kernel/records.h"

#include "kernel/service.h"

namespace wfp::kernel {

std::optional<endpoint::CredentialSet> credential_set_of(std::span<const std::byte> bytes,
                                                         std::span<const std::uint32_t> arena) {
  wfp_credential_record record;
  if (!read_record(bytes, record)) return std::nullopt;
  endpoint::CredentialSet set;
  set.uid = record.uid;
  set.gid = record.gid;
  set.capabilities = record.capabilities;
  set.user_namespace = record.user_ns_inode;
  set.foreign = record.host_user_ns == 0;
  std::span<const std::uint32_t> groups;
  if (record.group_count <= WFP_INLINE_GROUPS) {
    groups = std::span(record.groups).first(record.group_count);
  } else if (record.arena_chunk == WFP_NO_INDEX) {
    set.groups_known = false;
  } else {
    const std::size_t first = std::size_t{record.arena_chunk} * WFP_ARENA_CHUNK;
    if (first > arena.size() || record.group_count > arena.size() - first) return std::nullopt;
    groups = arena.subspan(first, record.group_count);
  }
  set.groups.assign(groups.begin(), groups.end());
  return set;
}

std::optional<endpoint::Cgroup> cgroup_of(std::span<const std::byte> bytes,
                                          std::string_view system_slice) {
  wfp_cgroup_record record;
  if (!read_record(bytes, record) || record.path_length > bytes.size() - sizeof record)
    return std::nullopt;
  endpoint::Cgroup cgroup;
  cgroup.id = record.id;
  cgroup.path.assign(reinterpret_cast<const char*>(bytes.data()) + sizeof record,
                     record.path_length);
  if (cgroup.path.empty()) cgroup.path = "/";
  const bool complete =
      (record.flags & WFP_PROCESS_PATH_CUT) == 0 && record.depth <= WFP_CGROUP_DEPTH;
  cgroup.service =
      service_of({cgroup.path, record.depth, record.foreign_mask, complete}, system_slice);
  return cgroup;
}

}  // namespace wfp::kernel
