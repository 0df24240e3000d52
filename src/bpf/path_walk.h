// Names a file, or a cgroup, by walking from the leaf to the root; every step reads kernel memory
// defensively, so an object that goes away meanwhile gives a wrong answer at worst, never a fault.
#pragma once

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "wire/endpoint_records.h"

#define PATH_STEPS 4096
#define NAME_MAX 255

// The path grows towards lower addresses and ends at WFP_PATH_MAX. What lies above stays zero (the
// padding of a record), and is there so that the verifier can see that no access leaves the buffer.
static __u8 path_buffer[2 * WFP_PATH_MAX + 2 * (NAME_MAX + 1)];
static __u8 name_buffer[NAME_MAX + 1];

struct path_walk {
  __u64 dentry;       // struct dentry *, or struct kernfs_node *
  __u64 mount;        // struct mount *
  __u64 root_dentry;  // where the reader's own root is
  __u64 root_mount;
  __u32 position;      // of the path's first byte in path_buffer
  __u32 cut;           // it does not fit
  __u32 at_root;       // the walk ended at the reader's root
  __u32 depth;         // directories seen (cgroups)
  __u32 foreign_mask;  // bit i: the i-th seen is not owned by uid 0 (cgroups)
};

// Puts "/name" before the path. 1 = no room.
static __always_inline int prepend(struct path_walk* walk, const void* name, __u32 length) {
  if (length > NAME_MAX || walk->position < length + 1) {
    walk->cut = 1;
    return 1;
  }
  __u32 at = (walk->position - length) & (WFP_PATH_MAX - 1);
  bpf_probe_read_kernel(path_buffer + at, length & NAME_MAX, name);
  at = (at - 1) & (WFP_PATH_MAX - 1);
  path_buffer[at] = '/';
  walk->position = at;
  return 0;
}

static long step_up(__u32 index, struct path_walk* walk) {
  struct dentry* dentry = (void*)walk->dentry;
  struct mount* mount = (void*)walk->mount;
  if (walk->dentry == walk->root_dentry && walk->mount == walk->root_mount) {
    walk->at_root = 1;
    return 1;
  }
  struct dentry* parent = BPF_CORE_READ(dentry, d_parent);
  if (dentry == BPF_CORE_READ(mount, mnt.mnt_root)) {
    struct mount* above = BPF_CORE_READ(mount, mnt_parent);
    if (above == mount || !above) return 1;
    walk->dentry = (__u64)BPF_CORE_READ(mount, mnt_mountpoint);
    walk->mount = (__u64)above;
    return 0;
  }
  struct qstr name = BPF_CORE_READ(dentry, d_name);
  if (parent == dentry || !parent) {  // outside any mount: a memfd has its name on its only dentry
    if (name.len != 1) prepend(walk, name.name, name.len);
    return 1;
  }
  walk->dentry = (__u64)parent;
  return prepend(walk, name.name, name.len);
}

static __always_inline __u64 mount_of(const struct vfsmount* mount) {
  return (__u64)mount - bpf_core_field_offset(struct mount, mnt);
}

// Leaves the path of `file` in path_buffer, seen from `reader`'s root if it lies below it.
static __always_inline void walk_file(struct path_walk* walk, struct file* file,
                                      struct task_struct* reader) {
  walk->dentry = (__u64)file->f_path.dentry;
  walk->mount = mount_of(file->f_path.mnt);
  walk->root_dentry = (__u64)reader->fs->root.dentry;
  walk->root_mount = mount_of(reader->fs->root.mnt);
  walk->position = WFP_PATH_MAX;
  bpf_loop(PATH_STEPS, step_up, walk, 0);
}

static __always_inline struct kernfs_node* kernfs_parent(struct kernfs_node* node) {
  struct kernfs_node___before_6_14* old = (void*)node;
  if (bpf_core_field_exists(old->parent)) return BPF_CORE_READ(old, parent);
  return BPF_CORE_READ(node, __parent);
}

static long step_up_cgroup(__u32 index, struct path_walk* walk) {
  struct kernfs_node* node = (void*)walk->dentry;
  struct kernfs_node* parent = kernfs_parent(node);
  if (!parent) return 1;
  struct kernfs_iattrs* attributes = BPF_CORE_READ(node, iattr);
  if (attributes && BPF_CORE_READ(attributes, ia_uid.val) && walk->depth < WFP_CGROUP_DEPTH) {
    walk->foreign_mask |= 1u << (walk->depth & (WFP_CGROUP_DEPTH - 1));
  }
  walk->depth++;
  long length =
      bpf_probe_read_kernel_str(name_buffer, sizeof name_buffer, BPF_CORE_READ(node, name));
  walk->dentry = (__u64)parent;
  if (length < 1) return 1;
  return prepend(walk, name_buffer, (length - 1) & NAME_MAX);
}

// Leaves the path of `cgroup` in path_buffer; the root's is empty.
static __always_inline void walk_cgroup(struct path_walk* walk, struct cgroup* cgroup) {
  walk->dentry = (__u64)cgroup->kn;
  walk->position = WFP_PATH_MAX;
  bpf_loop(PATH_STEPS, step_up_cgroup, walk, 0);
}

// Writes the path left in path_buffer, zero-padded to 8 bytes. 0, or an error when the buffer is
// full.
static __always_inline long write_path(struct seq_file* seq, __u32 position) {
  position &= WFP_PATH_MAX - 1;
  __u32 padded = (WFP_PATH_MAX - position + 7) & ~7u;
  if (padded > WFP_PATH_MAX) return -1;
  return bpf_seq_write(seq, path_buffer + position, padded);
}
