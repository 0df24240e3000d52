// Who connected: the credentials the kernel kept of connect(2), read from the reader's own
// descriptor of the accepted AF_UNIX socket. /proc would name what the process has become since;
// getsockopt would leave out its capabilities and its user namespace.
//
// One reader at a time; the iterator is restricted to the reader's own task.
#include "vmlinux.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "interning.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";

#define PIDTYPE_TGID 1

__u32 wanted_fd = 0;  // set by the reader

SEC("iter/task_file")
int peer_credentials(struct bpf_iter__task_file* ctx) {
  struct file* file = ctx->file;
  if (!file || !ctx->task || ctx->fd != wanted_fd) return 0;
  struct socket* socket = bpf_sock_from_file(file);
  struct sock* sk = socket ? socket->sk : 0;
  if (!sk || sk->__sk_common.skc_family != AF_UNIX) return 0;
  struct task_struct* reader = bpf_get_current_task_btf();
  struct run run = {ctx->meta->seq};
  struct wfp_peer_record record = {};
  record.header.kind = WFP_RECORD_PEER;
  record.header.size = sizeof record;
  record.credential = intern_credential(&run, sk->sk_peer_cred, reader);
  record.cgroup = WFP_NO_INDEX;
  struct unix_sock* accepted = bpf_skc_to_unix_sock(sk);
  struct sock* peer = accepted ? accepted->peer : 0;
  if (peer) record.cgroup = intern_cgroup(&run, peer->sk_cgrp_data.cgroup);
  struct pid* pid = sk->sk_peer_pid;
  record.alive = pid && BPF_CORE_READ(pid, tasks[PIDTYPE_TGID].first);
  write(&run, &record, sizeof record);
  finish(&run);
  return 0;
}
