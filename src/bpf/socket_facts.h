// Reads of a socket what does not depend on who holds it.
#pragma once

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "wire/endpoint_records.h"

// An Internet socket that has an address: one that was never bound (nor connected) has no local
// number. A RAW socket's number is its protocol, so it always is one.
static __always_inline int is_endpoint(struct sock* sk) {
  __u16 family = sk->__sk_common.skc_family;
  return (family == AF_INET || family == AF_INET6) && sk->__sk_common.skc_num;
}

// The cookie of an MPTCP socket's first sub-flow, 0 if the kernel has not made one yet.
static __always_inline __u64 first_cookie_of(struct sock* multipath) {
  struct mptcp_sock* mptcp = (void*)multipath;
  return BPF_CORE_READ(mptcp, first, __sk_common.skc_cookie.counter);
}

// What identifies the socket until reboot. An accepted MPTCP socket is born with a copy of its
// listener's cookie, so MPTCP sockets go by that of their first sub-flow; no helper makes that one
// here, but the TCP table's pass does.
static __always_inline void fill_identity(struct wfp_socket_record* record, struct sock* sk) {
  record->cookie = bpf_get_socket_cookie(sk);
  if (sk->sk_protocol != IPPROTO_MPTCP) return;
  __u64 first = first_cookie_of(sk);
  if (first) {
    record->cookie = first;
  } else {
    record->flags |= WFP_SOCKET_UNNAMED;
  }
}

// The identity of the MPTCP socket a sub-flow belongs to, 0 if it is not known.
static __always_inline __u64 identity_of_parent(struct tcp_sock* tcp) {
  if (!bpf_core_type_exists(struct mptcp_subflow_context)) return 0;
  struct mptcp_subflow_context* subflow = (void*)tcp->inet_conn.icsk_ulp_data;
  return first_cookie_of(BPF_CORE_READ(subflow, conn));
}

// A TCP socket made by a SYN remembers the interface it came by, where setsockopt cannot write on
// stream sockets.
static __always_inline int came_by_syn(struct inet_sock* inet) {
  if (BPF_CORE_READ(inet, mc_index)) return 1;
  struct ipv6_pinfo* ipv6 = BPF_CORE_READ(inet, pinet6);
  return ipv6 && BPF_CORE_READ(ipv6, mcast_oif);
}

static __always_inline __u8 direction_of(struct sock* sk, const struct wfp_socket_record* record) {
  if (record->type == SOCK_STREAM) {
    if (record->state == TCP_LISTEN) return WFP_DIRECTION_LISTENING;
    if (!record->remote_port) return WFP_DIRECTION_NONE;
    struct inet_sock* inet = (struct inet_sock*)sk;
    if (record->flags & WFP_SOCKET_MPTCP)
      inet = (void*)BPF_CORE_READ((struct mptcp_sock*)sk, first);
    return came_by_syn(inet) ? WFP_DIRECTION_INBOUND : WFP_DIRECTION_OUTBOUND;
  }
  return record->state == TCP_ESTABLISHED ? WFP_DIRECTION_OUTBOUND : WFP_DIRECTION_NONE;
}

static __always_inline void fill_common(struct wfp_socket_record* record,
                                        struct sock_common* common) {
  struct net* net = common->skc_net.net;
  record->header.kind = WFP_RECORD_SOCKET;
  record->header.size = sizeof *record;
  record->netns_cookie = net->net_cookie;
  record->netns_inode = net->ns.inum;
  record->family = common->skc_family;
  record->state = common->skc_state;
  record->local_port = common->skc_num;
  record->remote_port = bpf_ntohs(common->skc_dport);
  if (record->family == AF_INET6) {
    __builtin_memcpy(record->local, &common->skc_v6_rcv_saddr, 16);
    __builtin_memcpy(record->remote, &common->skc_v6_daddr, 16);
  } else {
    __builtin_memcpy(record->local, &common->skc_rcv_saddr, 4);
    __builtin_memcpy(record->remote, &common->skc_daddr, 4);
  }
}

static __always_inline void fill_socket(struct wfp_socket_record* record, struct sock* sk) {
  fill_common(record, &sk->__sk_common);
  record->protocol = sk->sk_protocol;
  record->type = sk->sk_type;
  if (record->protocol == IPPROTO_MPTCP) {
    record->protocol = IPPROTO_TCP;
    record->flags |= WFP_SOCKET_MPTCP;
  }
  record->direction = direction_of(sk, record);
}
