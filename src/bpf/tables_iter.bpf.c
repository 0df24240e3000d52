// What the socket tables of the reader's network namespace hold. Read in two ways:
//
//   by cookie   beside files_iter: a cookie of each socket that somebody may hold, a whole record
//   of the others in full     afterwards, where a cookie was of no socket that is held: a whole
//   record of what is not in `seen`
//
// and one record per network namespace that some task lives in. One reader at a time.
#include "vmlinux.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "interning.h"
#include "socket_facts.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";

#define SEEN_SLOTS (1u << 17)

__u32 by_cookie = 0;  // set by the reader

// Cookies that the reader knows, direct-mapped: one that was displaced is written again, and the
// reader knows it.
__u64 seen[SEEN_SLOTS] = {};

struct namespace_slot {
  __u64 pass;
  __u64 cookie;
};
static struct namespace_slot namespaces[SLOTS];

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

// True if the cookie is all that has to be written: a file may hold the socket. Those that the
// kernel made for itself hold no network namespace.
static __always_inline int write_cookie(struct seq_file* seq, struct sock* sk, __u64 cookie) {
  if (!by_cookie || !sk->sk_socket) return 0;
  if (!BPF_CORE_READ_BITFIELD(&sk->__sk_common, skc_net_refcnt)) return 0;
  struct wfp_cookie_record record = {{WFP_RECORD_COOKIE, sizeof record, 0}, cookie};
  bpf_seq_write(seq, &record, sizeof record);
  return 1;
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
  if (write_cookie(ctx->meta->seq, (struct sock*)tcp, cookie) || was_seen(cookie)) return 0;
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
  struct sock* sk = (struct sock*)udp;
  __u64 cookie = bpf_get_socket_cookie(sk);
  if (write_cookie(ctx->meta->seq, sk, cookie) || was_seen(cookie)) return 0;
  write_unheld(ctx->meta->seq, sk, cookie);
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
