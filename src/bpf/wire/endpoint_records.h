// The stream an endpoint pass reads from its iterators: records of 8-byte multiples, each opening
// with a header.
//
// Shared by the BPF programs (C) and kernel/ (C++). An index names the record of its kind that came
// earlier in the same pass; WFP_NO_INDEX = none. Addresses are in network order (an IPv4 one in the
// first four bytes), ports in host order, all else in the machine's order. Nothing in a record
// exceeds a page by much: a record that does not fit the iterator's 32 KiB buffer would end the
// read with E2BIG.
#pragma once

#ifdef __bpf__
#include "vmlinux.h"
#else
#include <linux/types.h>
#endif

#define WFP_NO_INDEX 0xffffffffu
#define WFP_PATH_MAX 4096  // bytes of a path, without a terminator; a longer one is cut and flagged
#define WFP_INLINE_GROUPS \
  32  // groups that travel in a credential record; more go to the group arena
#define WFP_ARENA_CHUNK 256    // gids per arena element
#define WFP_ARENA_CHUNKS 4096  // 1 Mi gids per pass
#define WFP_CGROUP_DEPTH 32    // directories of a cgroup path whose owners are looked at

enum wfp_record_kind {
  WFP_RECORD_SOCKET = 1,
  WFP_RECORD_PROCESS = 2,
  WFP_RECORD_CREDENTIAL = 3,
  WFP_RECORD_CGROUP = 4,
  WFP_RECORD_NAMESPACE = 5,
  WFP_RECORD_PEER = 6,
  WFP_RECORD_COOKIE = 7,
};

struct wfp_record_header {
  __u16 kind;
  __u16 size;   // of the whole record, bytes
  __u32 index;  // of this record among those of its kind; socket records: 0
};

enum wfp_direction {
  WFP_DIRECTION_NONE = 0,
  WFP_DIRECTION_OUTBOUND = 1,
  WFP_DIRECTION_INBOUND = 2,
  WFP_DIRECTION_LISTENING = 3,
};

#define WFP_SOCKET_MPTCP \
  1  // an MPTCP socket: protocol says TCP, the cookie is its first sub-flow's
#define WFP_SOCKET_UNNAMED 2  // it is not: the sub-flow has no cookie before the TCP table is read

// A socket as one holder's descriptor shows it, or as a protocol's table does (no process then).
struct wfp_socket_record {
  struct wfp_record_header header;
  __u64 cookie;
  __u64 netns_cookie;
  __u32 netns_inode;
  __u32 process;     // index
  __u32 credential;  // index: the file's f_cred
  __u32 cgroup;      // index: the socket's own
  __u8 local[16];
  __u8 remote[16];
  __u16 local_port;
  __u16 remote_port;
  __u16 protocol;
  __u16 type;   // SOCK_STREAM ...
  __u8 family;  // AF_INET or AF_INET6
  __u8 state;   // the kernel's TCP_ numbers
  __u8 direction;
  __u8 flags;
  __u32 fd;
};

// A socket of a protocol's table that a file may hold: if no descriptor shows it, it has to be read
// in full.
struct wfp_cookie_record {
  struct wfp_record_header header;
  __u64 cookie;
};

#define WFP_PROCESS_HOST_ROOT 1     // the executable's path ends at the reader's own root
#define WFP_PROCESS_HOST_USER_NS 2  // runs with credentials of the reader's user namespace
#define WFP_PROCESS_DELETED 4       // the executable's directory entry is gone
#define WFP_PROCESS_NO_IMAGE 8      // a kernel thread, or exiting: no executable
#define WFP_PROCESS_PATH_CUT 16     // the path is longer than WFP_PATH_MAX: only its end is here

struct wfp_process_record {
  struct wfp_record_header header;
  __u64 start_ns;  // CLOCK_BOOTTIME of the process
  __u64 exe_inode;
  __u32 exe_device;  // the kernel's s_dev: major << 20 | minor
  __u32 exe_generation;
  __u32 pid;  // thread group id, initial pid namespace
  __u32 euid;
  __u32 user_ns_inode;
  __u32 mount_ns_inode;  // of the mount the path walk ended at; 0 = of none (memfd)
  __u32 flags;
  __u32 path_length;  // the path follows, padded to 8 bytes
};

struct wfp_credential_record {
  struct wfp_record_header header;
  __u64 capabilities;  // effective
  __u32 uid;           // effective
  __u32 gid;           // effective
  __u32 user_ns_inode;
  __u32 host_user_ns;  // 1 = the reader's user namespace
  __u32 group_count;
  __u32 arena_chunk;  // first chunk of the list if group_count > WFP_INLINE_GROUPS; WFP_NO_INDEX =
                      // no room was left
  __u32 groups[WFP_INLINE_GROUPS];
};

// A cgroup of the cgroup2 hierarchy, its path from the root.
struct wfp_cgroup_record {
  struct wfp_record_header header;
  __u64 id;
  __u32 depth;         // directories below the root; above WFP_CGROUP_DEPTH the owners are unknown
  __u32 foreign_mask;  // bit i: the i-th directory counted from the leaf is not owned by uid 0
  __u32 flags;         // WFP_PROCESS_PATH_CUT
  __u32 path_length;   // the path follows, padded to 8 bytes
};

// A network namespace some task lives in.
struct wfp_namespace_record {
  struct wfp_record_header header;
  __u64 cookie;
  __u32 inode;
  __u32 pid;
};

// Who is at the other end of an accepted AF_UNIX socket (kernel/peer.h).
struct wfp_peer_record {
  struct wfp_record_header header;
  __u32 credential;  // index: sk_peer_cred
  __u32 cgroup;      // index: the peer socket's own, WFP_NO_INDEX = the peer has closed
  __u32 alive;       // 1 = the process that connected has not been reaped
  __u32 reserved;
};
