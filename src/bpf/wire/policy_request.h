// The question the kernel asks at a layer, and the answer.
//
// A slot is a field that the kernel can know. Numbers stand in host order; an IPv6 address is the
// number that its bytes spell; an application and a package are hashes (sip_hash.h). Of the flags
// and the reasons of a reauthorization only those that Linux has are kept, packed: conditions see
// the others as 0.
#pragma once

#include "policy_image.h"

// name, the bits of a value (of an address at a V4 layer 32)
#define WFP_WIDE_SLOTS(SLOT)  \
  SLOT(ale_app_id, 128)       \
  SLOT(ale_package_id, 128)   \
  SLOT(ip_local_address, 128) \
  SLOT(ip_remote_address, 128)
#define WFP_NARROW_SLOTS(SLOT)              \
  SLOT(ip_local_address_type, 8)            \
  SLOT(ip_destination_address_type, 8)      \
  SLOT(ip_local_port, 16)                   \
  SLOT(ip_remote_port, 16)                  \
  SLOT(ip_protocol, 8)                      \
  SLOT(original_icmp_type, 16)              \
  SLOT(flags, WFP_FLAG_BITS)                \
  SLOT(reauthorize_reason, WFP_REASON_BITS) \
  SLOT(ip_local_interface, 64)              \
  SLOT(interface_type, 32)                  \
  SLOT(interface_index, 32)                 \
  SLOT(ip_arrival_interface, 64)            \
  SLOT(arrival_interface_type, 32)          \
  SLOT(arrival_interface_index, 32)         \
  SLOT(ip_nexthop_interface, 64)            \
  SLOT(nexthop_interface_type, 32)          \
  SLOT(nexthop_interface_index, 32)         \
  SLOT(compartment_id, 32)                  \
  SLOT(direction, 32)                       \
  SLOT(ale_promiscuous_mode, 32)

enum wfp_slot {
#define WFP_SLOT(name, bits) WFP_SLOT_##name,
  WFP_WIDE_SLOTS(WFP_SLOT) WFP_NARROW_SLOTS(WFP_SLOT)
#undef WFP_SLOT
      WFP_SLOT_COUNT
};
#define WFP_WIDE_SLOT_COUNT 4

// The i-th packed bit is this flag (FWP_CONDITION_FLAG_*).
#define WFP_FLAG_BITS 7
#define WFP_PACKED_FLAGS {0x1, 0x4, 0x8, 0x10, 0x20, 0x200, 0x8000}
enum wfp_packed_flag {
  WFP_PACKED_LOOPBACK = 1,
  WFP_PACKED_REAUTHORIZE = 2,
  WFP_PACKED_WILDCARD_BIND = 4,
  WFP_PACKED_RAW_ENDPOINT = 8,
  WFP_PACKED_FRAGMENT = 16,
  WFP_PACKED_IMPLICIT_BIND = 32,
  WFP_PACKED_PROMISCUOUS = 64,
};

// The i-th packed bit is this reason (FWP_CONDITION_REAUTHORIZE_REASON_*).
#define WFP_REASON_BITS 4
#define WFP_PACKED_REASONS {0x1, 0x2, 0x4, 0x80}

enum wfp_well_known {
  WFP_EVERYONE,
  WFP_AUTHENTICATED_USERS,
  WFP_LOCAL_SYSTEM,
  WFP_ADMINISTRATORS,
  WFP_OPERATORS,
};

// Whose socket it is. The SIDs a token holds, as far as descriptors can name them.
struct wfp_policy_token {
  __u64 groups;  // where the sorted supplementary groups are; read by wfp_group_at()
  __u32 group_count;
  __u32 uid;
  __u32 gid;
  __u32 foreign;     // of another user namespace: an id without a name there is unnamed_id,
  __u32 unnamed_id;  // and names nobody
  __u32 enabled;     // bit by enum wfp_well_known
  __u32 deny_only;   // likewise; counts for denials alone
  __u32 has_service;
  struct wfp_key service;  // the hash of the service's SID
};

struct wfp_policy_request {
  __u32 layer;    // its place in spec/layers.tsv
  __u32 present;  // bit by enum wfp_slot
  __u32 has_token;
  __u32 reserved;
  struct wfp_key wide[WFP_WIDE_SLOT_COUNT];
  __u64 narrow[WFP_SLOT_COUNT - WFP_WIDE_SLOT_COUNT];
  struct wfp_policy_token token;
};

#define WFP_MAX_HITS 8

enum wfp_decision_flags {
  WFP_DECIDED = 1,  // some filter spoke
  WFP_BLOCKED = 2,
  WFP_FINAL = 4,   // hard: the right to decide is used up
  WFP_BROKEN = 8,  // the image does not hold what it points to: blocked on doubt
};

struct wfp_policy_decision {
  __u64 filter_id;  // that decided; 0: none did
  __u32 flags;
  __u32 hit_count;           // filters with an opinion, one a sublayer; may exceed WFP_MAX_HITS
  __u32 hits[WFP_MAX_HITS];  // the first of them, as numbers of rules
};
