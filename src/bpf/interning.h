// Credentials and cgroups are written once per pass and named by an index afterwards. A slot
// remembers the last object whose address falls on it; objects that share a slot are merely written
// again under a new index.
#pragma once

#include "path_walk.h"

#define SLOTS 1024

struct credential_slot {
  __u64 pass;
  __u64 address;
  __u64 groups;  // address of the group_info
  __u64 user_ns;
  __u64 capabilities;
  __u32 uid;
  __u32 gid;
  __u32 last_group;
  __u32 index;
};
struct cgroup_slot {
  __u64 pass;
  __u64 id;
  __u32 index;
};

__u64 pass = 0;              // number of this pass; set by the reader, never 0 in a pass
__u32 next_index[8] = {};    // per record kind; set to 0 by the reader
__u32 next_arena_chunk = 0;  // set to 0 by the reader
static struct credential_slot credential_slots[SLOTS];
static struct cgroup_slot cgroup_slots[SLOTS];

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(map_flags, BPF_F_MMAPABLE);
  __uint(max_entries, WFP_ARENA_CHUNKS);
  __type(key, __u32);
  __type(value, __u32[WFP_ARENA_CHUNK]);
} group_arena SEC(".maps");

static volatile __u64 address_buffer;

// The address as a number: the verifier lets nobody calculate with a pointer, but forgets what it
// was in memory.
static __always_inline __u64 number_of(const void* address) {
  address_buffer = (__u64)address;
  return address_buffer;
}

static __always_inline __u32 slot_of(__u64 address) {
  return (address * 0x9E3779B97F4A7C15ULL) >> 54;  // 64 - log2(SLOTS)
}

// What one run of a program has to undo when the buffer turns out to be full: the kernel then drops
// all that the run wrote and runs the program again for the same object.
struct run {
  struct seq_file* seq;
  struct credential_slot* credential;
  struct cgroup_slot* cgroup;
  long error;
};

static __always_inline void write(struct run* run, void* data, __u32 size) {
  if (bpf_seq_write(run->seq, data, size)) run->error = 1;
}

static __always_inline __u32 take_index(__u32 kind) { return next_index[kind & 7]++; }

struct group_copy {
  __u64 from;
  __u32 chunk;
  __u32 left;
};

static long copy_chunk(__u32 number, struct group_copy* copy) {
  __u32 chunk = copy->chunk + number;
  __u32 count = copy->left < WFP_ARENA_CHUNK ? copy->left : WFP_ARENA_CHUNK;
  void* to = bpf_map_lookup_elem(&group_arena, &chunk);
  if (!to) return 1;
  bpf_probe_read_kernel(to, count * sizeof(__u32),
                        (void*)(copy->from + number * sizeof(__u32) * WFP_ARENA_CHUNK));
  copy->left -= count;
  return copy->left == 0;
}

// Copies a long list into the arena; its first chunk, or WFP_NO_INDEX.
static __always_inline __u32 copy_groups(struct group_info* groups, __u32 count) {
  __u32 chunks = (count + WFP_ARENA_CHUNK - 1) / WFP_ARENA_CHUNK;
  if (next_arena_chunk + chunks > WFP_ARENA_CHUNKS) return WFP_NO_INDEX;
  struct group_copy copy = {(__u64)groups + bpf_core_field_offset(struct group_info, gid),
                            next_arena_chunk, count};
  bpf_loop(WFP_ARENA_CHUNKS, copy_chunk, &copy, 0);
  if (copy.left) return WFP_NO_INDEX;
  next_arena_chunk += chunks;
  return copy.chunk;
}

static __always_inline void write_credential(struct run* run, const struct cred* cred,
                                             const struct credential_slot* slot,
                                             struct task_struct* reader) {
  struct wfp_credential_record record = {};
  struct group_info* groups = cred->group_info;
  __u32 count = groups->ngroups;
  record.header.kind = WFP_RECORD_CREDENTIAL;
  record.header.size = sizeof record;
  record.header.index = slot->index;
  record.capabilities = slot->capabilities;
  record.uid = slot->uid;
  record.gid = slot->gid;
  record.user_ns_inode = cred->user_ns->ns.inum;
  record.host_user_ns = cred->user_ns == reader->real_cred->user_ns;
  record.group_count = count;
  record.arena_chunk = WFP_NO_INDEX;
  if (count <= WFP_INLINE_GROUPS) {
    bpf_probe_read_kernel(record.groups, count * sizeof(__u32) & 255,
                          (void*)groups + bpf_core_field_offset(struct group_info, gid));
  } else {
    record.arena_chunk = copy_groups(groups, count);
  }
  write(run, &record, sizeof record);
}

static __always_inline __u32 last_group_of(const struct cred* cred) {
  struct group_info* groups = cred->group_info;
  __u32 count = groups->ngroups;
  __u32 last = 0;
  if (count && count <= 65536) {
    bpf_probe_read_kernel(
        &last, sizeof last,
        (void*)groups + bpf_core_field_offset(struct group_info, gid) + (count - 1) * 4ul);
  }
  return last ^ count << 12;
}

// The index of `cred`, written first if this pass has not yet. Addresses alone would not do: a
// freed credential's may be taken by another during the pass, so all that decides about access is
// compared too.
static __always_inline __u32 intern_credential(struct run* run, const struct cred* cred,
                                               struct task_struct* reader) {
  if (!cred) return WFP_NO_INDEX;
  struct credential_slot seen = {};
  seen.pass = pass;
  seen.address = number_of(cred);
  seen.groups = number_of(cred->group_info);
  seen.user_ns = number_of(cred->user_ns);
  seen.capabilities = cred->cap_effective.val;
  seen.uid = cred->euid.val;
  seen.gid = cred->egid.val;
  seen.last_group = last_group_of(cred);
  struct credential_slot* slot = &credential_slots[slot_of(seen.address) & (SLOTS - 1)];
  run->credential = slot;
  if (slot->pass == seen.pass && slot->address == seen.address && slot->groups == seen.groups &&
      slot->user_ns == seen.user_ns && slot->capabilities == seen.capabilities &&
      slot->uid == seen.uid && slot->gid == seen.gid && slot->last_group == seen.last_group) {
    return slot->index;
  }
  seen.index = take_index(WFP_RECORD_CREDENTIAL);
  *slot = seen;
  write_credential(run, cred, slot, reader);
  return seen.index;
}

static __always_inline __u32 intern_cgroup(struct run* run, struct cgroup* cgroup) {
  if (!cgroup) return WFP_NO_INDEX;
  __u64 id = cgroup->kn->id;
  struct cgroup_slot* slot = &cgroup_slots[slot_of(id) & (SLOTS - 1)];
  run->cgroup = slot;
  if (slot->pass == pass && slot->id == id) return slot->index;
  slot->pass = pass;
  slot->id = id;
  slot->index = take_index(WFP_RECORD_CGROUP);
  struct path_walk walk = {};
  walk_cgroup(&walk, cgroup);
  struct wfp_cgroup_record record = {};
  __u32 length = WFP_PATH_MAX - walk.position;
  record.header.kind = WFP_RECORD_CGROUP;
  record.header.size = sizeof record + ((length + 7) & ~7u);
  record.header.index = slot->index;
  record.id = id;
  record.depth = walk.depth;
  record.foreign_mask = walk.foreign_mask;
  record.flags = walk.cut ? WFP_PROCESS_PATH_CUT : 0;
  record.path_length = length;
  write(run, &record, sizeof record);
  if (length && write_path(run->seq, walk.position)) run->error = 1;
  return slot->index;
}

// Forgets what a run with an error claims to have written.
static __always_inline void finish(struct run* run) {
  if (!run->error) return;
  if (run->credential) run->credential->pass = 0;
  if (run->cgroup) run->cgroup->pass = 0;
}
