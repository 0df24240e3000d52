// The kernel's types, cut down to the members the programs here read; offsets are relocated at load
// (CO-RE).
#pragma once

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed char __s8;
typedef short __s16;
typedef int __s32;
typedef long long __s64;
typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s64 s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u32 __wsum;
typedef _Bool bool;

// Numbers of the kernel's user API that no BTF carries.
enum { AF_UNIX = 1, AF_INET = 2, AF_INET6 = 10 };
enum { IPPROTO_TCP = 6, IPPROTO_MPTCP = 262 };
enum { SOCK_STREAM = 1, SOCK_RAW = 3 };
enum { BPF_MAP_TYPE_HASH = 1, BPF_MAP_TYPE_ARRAY = 2, BPF_MAP_TYPE_PERCPU_ARRAY = 6 };
enum { BPF_F_MMAPABLE = 1024 };
enum {
  TCP_ESTABLISHED = 1,
  TCP_SYN_SENT = 2,
  TCP_SYN_RECV = 3,
  TCP_CLOSE = 7,
  TCP_LISTEN = 10,
  TCP_NEW_SYN_RECV = 12,
};

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

typedef struct {
  int counter;
} atomic_t;
typedef struct {
  s64 counter;
} atomic64_t;
typedef struct {
  __u32 val;
} kuid_t;
typedef struct {
  __u32 val;
} kgid_t;
typedef struct {
  __u64 val;
} kernel_cap_t;

struct ns_common {
  unsigned int inum;
};
struct user_namespace {
  struct ns_common ns;
};
struct mnt_namespace {
  struct ns_common ns;
};
struct net {
  struct ns_common ns;
  __u64 net_cookie;
};
typedef struct {
  struct net* net;
} possible_net_t;
struct nsproxy {
  struct mnt_namespace* mnt_ns;
  struct net* net_ns;
};

struct group_info {
  int ngroups;
  kgid_t gid[0];
};
struct cred {
  kuid_t uid;
  kuid_t euid;
  kgid_t egid;
  kernel_cap_t cap_effective;
  struct user_namespace* user_ns;
  struct group_info* group_info;
};

struct qstr {
  __u32 len;
  const unsigned char* name;
};
struct super_block {
  __u32 s_dev;
};
struct inode {
  struct super_block* i_sb;
  unsigned long i_ino;
  unsigned int i_nlink;
  __u32 i_generation;
};
struct hlist_bl_node {
  struct hlist_bl_node** pprev;
};
struct dentry {
  struct hlist_bl_node d_hash;
  struct dentry* d_parent;
  struct qstr d_name;
};
struct vfsmount {
  struct dentry* mnt_root;
};
struct mount {
  struct mount* mnt_parent;
  struct dentry* mnt_mountpoint;
  struct vfsmount mnt;
  struct mnt_namespace* mnt_ns;
};
struct path {
  struct vfsmount* mnt;
  struct dentry* dentry;
};
struct file {
  struct path f_path;
  struct inode* f_inode;
  const struct cred* f_cred;
};
struct fs_struct {
  struct path root;
};

struct mm_struct {
  struct file* exe_file;
};
struct task_struct {
  int pid;
  int tgid;
  u64 start_boottime;
  struct mm_struct* mm;
  struct task_struct* group_leader;
  const struct cred* real_cred;
  struct fs_struct* fs;
  struct nsproxy* nsproxy;
};

struct kernfs_iattrs {
  kuid_t ia_uid;
};
struct kernfs_node {
  struct kernfs_node* __parent;
  const char* name;
  u64 id;
  struct kernfs_iattrs* iattr;
};
struct kernfs_node___before_6_14 {
  struct kernfs_node* parent;
};
struct cgroup {
  struct kernfs_node* kn;
};
struct sock_cgroup_data {
  struct cgroup* cgroup;
};

struct in6_addr {
  union {
    __u8 u6_addr8[16];
    __be32 u6_addr32[4];
  } in6_u;
};
struct sock_common {
  __be32 skc_daddr;
  __be32 skc_rcv_saddr;
  __be16 skc_dport;
  __u16 skc_num;
  unsigned short skc_family;
  volatile unsigned char skc_state;
  unsigned char skc_net_refcnt : 1;
  possible_net_t skc_net;
  struct in6_addr skc_v6_daddr;
  struct in6_addr skc_v6_rcv_saddr;
  atomic64_t skc_cookie;
};
struct socket {
  struct file* file;
  struct sock* sk;
};
struct hlist_node;
struct hlist_head {
  struct hlist_node* first;
};
struct pid {
  struct hlist_head tasks[4];
};
struct sock {
  struct sock_common __sk_common;
  struct socket* sk_socket;
  u16 sk_protocol;
  u16 sk_type;
  struct pid* sk_peer_pid;
  const struct cred* sk_peer_cred;
  struct sock_cgroup_data sk_cgrp_data;
};
struct unix_sock {
  struct sock* peer;
};
struct ipv6_pinfo {
  int mcast_oif;
};
struct inet_sock {
  struct sock sk;
  struct ipv6_pinfo* pinet6;
  int mc_index;
};
struct inet_connection_sock {
  struct inet_sock icsk_inet;
  void* icsk_ulp_data;
};
struct tcp_sock {
  struct inet_connection_sock inet_conn;
  bool is_mptcp;
};
struct mptcp_sock {
  struct inet_connection_sock sk;
  struct sock* first;
};
struct mptcp_subflow_context {
  struct sock* conn;
};
struct udp_sock {
  struct inet_sock inet;
};
struct inet_timewait_sock {
  volatile unsigned char tw_substate;
};
struct tcp_timewait_sock {
  struct inet_timewait_sock tw_sk;
};

struct seq_file;
struct bpf_iter_meta {
  struct seq_file* seq;
  u64 session_id;
  u64 seq_num;
};
struct bpf_iter__task {
  struct bpf_iter_meta* meta;
  struct task_struct* task;
};
struct bpf_iter__task_file {
  struct bpf_iter_meta* meta;
  struct task_struct* task;
  u32 fd;
  struct file* file;
};
struct bpf_iter__tcp {
  struct bpf_iter_meta* meta;
  struct sock_common* sk_common;
};
struct bpf_iter__udp {
  struct bpf_iter_meta* meta;
  struct udp_sock* udp_sk;
};

#pragma clang attribute pop
