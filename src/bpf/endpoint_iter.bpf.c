// The endpoint pass: which sockets there are, and whose. Three kinds of iterator, read in this
// order:
//
//   endpoint_files       every descriptor of every task, so every network namespace: what is held,
//   and by whom endpoint_tcp, _udp   the tables of the reader's network namespace: what no
//   descriptor shows endpoint_namespaces  one record per network namespace that some task lives in
//
// One reader at a time. Dual licence: GPL-2.0 lets the kernel's helpers be used.
#include "vmlinux.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "interning.h"
#include "socket_facts.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";

#define SEEN_SLOTS (1u << 17)

// Cookies that endpoint_files met in this pass, direct-mapped: one that was displaced is written
// again in full by the table's program, and the reader knows it already. The reader clears it
// before a pass.
__u64 seen[SEEN_SLOTS] = {};
static __u64 current_task;  // whose process record was written last
static __u32 current_process;
static __u64 current_pass;

struct namespace_slot {
  __u64 pass;
  __u64 cookie;
};
static struct namespace_slot namespaces[SLOTS];

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
  if (current_pass == pass && current_task == (__u64)task) return current_process;
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
  seen[record.cookie & (SEEN_SLOTS - 1)] = record.cookie;
  finish(&run);
  if (run.error) current_pass = 0;
  return 0;
}

static __always_inline int was_seen(__u64 cookie) {
  return cookie && seen[cookie & (SEEN_SLOTS - 1)] == cookie;
}

// A socket of a protocol's table that no descriptor has shown.
static __always_inline void write_unheld(struct seq_file* seq, struct sock* sk, __u64 cookie) {
  if (!is_endpoint(sk)) return;
  struct task_struct* reader = bpf_get_current_task_btf();
  struct run run = {seq};
  struct wfp_socket_record record = {};
  record.process = WFP_NO_INDEX;
  record.credential = WFP_NO_INDEX;
  record.cookie = cookie;
  struct socket* socket = sk->sk_socket;
  struct file* file = socket ? socket->file : 0;
  if (file) record.credential = intern_credential(&run, file->f_cred, reader);
  record.cgroup = intern_cgroup(&run, sk->sk_cgrp_data.cgroup);
  fill_socket(&record, sk);
  write(&run, &record, sizeof record);
  finish(&run);
}

// TIME_WAIT and half-open connections: not sockets but their shadows, which name no owner.
static __always_inline void write_shadow(struct seq_file* seq, struct sock_common* common) {
  struct run run = {seq};
  struct wfp_socket_record record = {};
  record.process = WFP_NO_INDEX;
  record.credential = WFP_NO_INDEX;
  record.cgroup = WFP_NO_INDEX;
  record.cookie = bpf_get_socket_cookie(common);
  if (!record.cookie) record.cookie = common->skc_cookie.counter;
  record.protocol = IPPROTO_TCP;
  record.type = SOCK_STREAM;
  fill_common(&record, common);
  struct tcp_timewait_sock* leaving = bpf_skc_to_tcp_timewait_sock(common);
  if (leaving) record.state = leaving->tw_sk.tw_substate;  // FIN_WAIT2 or TIME_WAIT
  if (record.state == TCP_NEW_SYN_RECV) {
    record.state = TCP_SYN_RECV;
    record.direction = WFP_DIRECTION_INBOUND;
  }
  write(&run, &record, sizeof record);
}

SEC("iter/tcp")
int endpoint_tcp(struct bpf_iter__tcp* ctx) {
  struct sock_common* common = ctx->sk_common;
  if (!common) return 0;
  struct tcp_sock* tcp = bpf_skc_to_tcp_sock(common);
  if (!tcp) {
    write_shadow(ctx->meta->seq, common);
    return 0;
  }
  __u64 cookie = bpf_get_socket_cookie(common);
  if (was_seen(cookie)) return 0;
  if (tcp->is_mptcp) {
    __u64 parent = identity_of_parent(tcp);
    if (was_seen(parent)) return 0;
    if (parent) cookie = parent;
  }
  write_unheld(ctx->meta->seq, (struct sock*)tcp, cookie);
  return 0;
}

SEC("iter/udp")
int endpoint_udp(struct bpf_iter__udp* ctx) {
  struct udp_sock* udp = ctx->udp_sk;
  if (!udp) return 0;
  __u64 cookie = bpf_get_socket_cookie((struct sock*)udp);
  if (!was_seen(cookie)) write_unheld(ctx->meta->seq, (struct sock*)udp, cookie);
  return 0;
}

SEC("iter/task")
int endpoint_namespaces(struct bpf_iter__task* ctx) {
  struct task_struct* task = ctx->task;
  if (!task || !task->nsproxy) return 0;
  struct net* net = task->nsproxy->net_ns;
  struct wfp_namespace_record record = {};
  record.cookie = net->net_cookie;
  struct namespace_slot* slot = &namespaces[slot_of(record.cookie) & (SLOTS - 1)];
  if (slot->pass == pass && slot->cookie == record.cookie) return 0;
  record.header.kind = WFP_RECORD_NAMESPACE;
  record.header.size = sizeof record;
  record.inode = net->ns.inum;
  record.pid = task->pid;
  if (bpf_seq_write(ctx->meta->seq, &record, sizeof record)) return 0;
  slot->pass = pass;
  slot->cookie = record.cookie;
  return 0;
}
