// What is held, and by whom: every descriptor of every task, so of every network namespace. One
// reader at a time.
//
// Dual licence: GPL-2.0 lets the kernel's helpers be used.
#include "vmlinux.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "interning.h"
#include "socket_facts.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";

// Whose process record was written last. A task's memory may become another task's during a pass,
// so its number and its start are compared too. (Not a struct: clang 14 would split a static one.)
static __u64 current_pass;
static __u64 current_task;
static __u64 current_start;
static int current_number;
static __u32 current_process;

static __always_inline void fill_process(struct wfp_process_record* record, struct path_walk* walk,
                                         struct task_struct* task, struct task_struct* reader) {
  const struct cred* cred = task->real_cred;
  record->header.kind = WFP_RECORD_PROCESS;
  record->start_ns = task->group_leader->start_boottime;
  record->pid = task->tgid;
  record->euid = cred->euid.val;
  record->user_ns_inode = cred->user_ns->ns.inum;
  if (cred->user_ns == reader->real_cred->user_ns) record->flags |= WFP_PROCESS_HOST_USER_NS;
  struct file* image = task->mm ? task->mm->exe_file : 0;
  if (!image) {
    record->flags |= WFP_PROCESS_NO_IMAGE;
    return;
  }
  walk_file(walk, image, reader);
  record->exe_inode = image->f_inode->i_ino;
  record->exe_device = image->f_inode->i_sb->s_dev;
  record->exe_generation = image->f_inode->i_generation;
  if (walk->at_root) record->flags |= WFP_PROCESS_HOST_ROOT;
  if (walk->cut) record->flags |= WFP_PROCESS_PATH_CUT;
  if (!image->f_path.dentry->d_hash.pprev) record->flags |= WFP_PROCESS_DELETED;
  struct mount* top = (void*)walk->mount;
  struct mnt_namespace* mounts = BPF_CORE_READ(top, mnt_ns);
  record->mount_ns_inode = (__s64)mounts < -4095 ? BPF_CORE_READ(mounts, ns.inum) : 0;
}

static __always_inline __u32 intern_process(struct run* run, struct task_struct* task,
                                            struct task_struct* reader) {
  if (current_pass == pass && current_task == (__u64)task && current_number == task->pid &&
      current_start == task->start_boottime) {
    return current_process;
  }
  struct wfp_process_record record = {};
  struct path_walk walk = {};
  walk.position = WFP_PATH_MAX;
  fill_process(&record, &walk, task, reader);
  record.path_length = WFP_PATH_MAX - walk.position;
  record.header.size = sizeof record + ((record.path_length + 7) & ~7u);
  record.header.index = take_index(WFP_RECORD_PROCESS);
  write(run, &record, sizeof record);
  if (record.path_length && write_path(run->seq, walk.position)) run->error = 1;
  current_pass = pass;
  current_task = (__u64)task;
  current_start = task->start_boottime;
  current_number = task->pid;
  current_process = record.header.index;
  return current_process;
}

SEC("iter/task_file")
int endpoint_files(struct bpf_iter__task_file* ctx) {
  struct file* file = ctx->file;
  struct task_struct* task = ctx->task;
  if (!file || !task) return 0;
  struct socket* socket = bpf_sock_from_file(file);
  struct sock* sk = socket ? socket->sk : 0;
  if (!sk || !is_endpoint(sk)) return 0;
  struct task_struct* reader = bpf_get_current_task_btf();
  struct run run = {ctx->meta->seq};
  struct wfp_socket_record record = {};
  record.process = intern_process(&run, task, reader);
  record.credential = intern_credential(&run, file->f_cred, reader);
  record.cgroup = intern_cgroup(&run, sk->sk_cgrp_data.cgroup);
  fill_identity(&record, sk);
  record.fd = ctx->fd;
  fill_socket(&record, sk);
  write(&run, &record, sizeof record);
  finish(&run);
  if (run.error) current_pass = 0;
  return 0;
}
