// The policy as the kernel decides by it: an image of pages, made by compile/, read by the
// evaluator (policy_evaluate.h) in BPF programs and in user space alike.
//
// An image is one array of 512-byte pages. A section is a run of pages that holds elements of one
// type, as many to a page as fit. One array is one BPF map, so that a program that has looked up
// the map sees one policy at all layers, whatever happens meanwhile.
//
// At each layer the filters with an opinion stand in the order of evaluation: the rules. A
// dimension is a field that some rule tests; its values fall into intervals that no rule tells
// apart, and each interval has a row: the set of rules that accept it. The rules that match are
// those in the rows of all dimensions. A row is a list of chunks of 4096 bits, and equal chunks are
// stored once: what 60,000 prefixes have in common takes no room.
#pragma once

#ifdef __bpf__
#include "vmlinux.h"
#else
#include <linux/types.h>
#endif

#ifdef __cplusplus
#define WFP_WIRE_ASSERT(condition, what) static_assert(condition, what)
#else
#define WFP_WIRE_ASSERT(condition, what) _Static_assert(condition, what)
#endif

#define WFP_IMAGE_MAGIC 0x6567616d69706677ull  // "wfpimage"
#define WFP_IMAGE_VERSION 1

#define WFP_PAGE_SIZE 512
#define WFP_CHUNK_WORDS 64
#define WFP_CHUNK_RULES 4096
#define WFP_ROW_CHUNKS 32
#define WFP_MAX_RULES 131072  // at one layer
#define WFP_IMAGE_LAYERS 28   // by the order of layers in spec/layers.tsv

#define WFP_NARROW_KEYS 16  // of a node; a node has one child more
#define WFP_WIDE_KEYS 8
#define WFP_MAX_DEPTH 7

// Dimensions whose rows are combined word by word; those beyond are asked about each candidate.
#define WFP_SCANNED_DIMENSIONS 8

#define WFP_NO_CHUNK 0  // no rule of these 4096
#define WFP_ALL_ROW 0   // the row of all rules

// A value of up to 128 bits, as a number.
struct wfp_key {
  __u64 high;
  __u64 low;
};

enum wfp_section {
  WFP_SECTION_LAYERS,
  WFP_SECTION_DIMENSIONS,
  WFP_SECTION_NODES,
  WFP_SECTION_INTERVALS,
  WFP_SECTION_ROWS,
  WFP_SECTION_CHUNKS,
  WFP_SECTION_RULES,
  WFP_SECTION_USER_TESTS,
  WFP_SECTION_ACES,
  WFP_SECTION_COUNT,
};

// Page 0.
struct wfp_image_header {
  __u64 magic;
  __u32 version;
  __u32 page_count;
  struct wfp_key hash_key;           // of sip_hash.h, for applications and packages
  __u32 section[WFP_SECTION_COUNT];  // first page
  __u32 element_count[WFP_SECTION_COUNT];
};

struct wfp_image_layer {
  __u32 first_rule;
  __u32 rule_count;
  __u32 first_dimension;
  __u32 dimension_count;
};

// The boundaries between intervals form a static tree: a value's interval is the number of
// boundaries at or below it. The levels of the tree stand one after the other, the root first; the
// children of a level's i-th node are the next level's from i * (keys + 1) on. The last level holds
// all boundaries in order, a node above holds the first boundary of each child but its first. Keys
// beyond the last boundary are all ones.
struct wfp_dimension {
  __u8 slot;   // enum wfp_slot
  __u8 wide;   // keys of 128 bits, else of 64
  __u8 depth;  // levels; 0: there is one interval
  __u8 reserved;
  __u32 boundary_count;
  __u32 first_interval;
  __u32 absent_row;                    // when the traffic has no such property
  __u32 level_end[WFP_MAX_DEPTH + 1];  // [0]: the first node; [i + 1]: behind level i
  __u32 padding[4];
};

struct wfp_node {
  union {
    __u64 narrow[WFP_NARROW_KEYS];
    struct wfp_key wide[WFP_WIDE_KEYS];
  };
};

// An interval is the number of its row, a __u32.

struct wfp_row {
  __u32 chunk[WFP_ROW_CHUNKS];  // numbers of chunks; WFP_NO_CHUNK
};

// A bit per rule, the first in the lowest bit of the first word.
struct wfp_chunk {
  __u64 word[WFP_CHUNK_WORDS];
};

enum wfp_rule_flags {
  WFP_RULE_BLOCKS = 1,
  WFP_RULE_HARD = 2,     // no lower sublayer can override it
  WFP_RULE_CALLOUT = 4,  // a callout's block vetoes a hard permit
};

#define WFP_NO_USER_TEST 0xffffffffu

struct wfp_rule {
  __u64 filter_id;
  __u32 next_sublayer;  // the first rule of the next sublayer, or the layer's rule_count
  __u32 flags;
  __u32 user_test;
  __u32 padding[3];
};

// A filter's descriptors, one after the other; it matches if one of them grants.
struct wfp_user_test {
  __u32 first_ace;
  __u32 ace_count;
  __u32 accepts_absent;  // matches when there is no token
  __u32 padding;
};

enum wfp_ace_subject {
  WFP_ACE_ANYBODY,
  WFP_ACE_UID,         // id
  WFP_ACE_GID,         // id
  WFP_ACE_WELL_KNOWN,  // id: enum wfp_well_known
  WFP_ACE_SERVICE,     // key: the hash of the SID
};

struct wfp_ace {
  __u8 subject;
  __u8 denies;
  __u8 first;  // of a descriptor: what the one before it said is forgotten
  __u8 reserved;
  __u32 id;
  struct wfp_key key;
  __u64 padding;
};

union wfp_page {
  struct wfp_image_header header;
  struct wfp_image_layer layer[WFP_PAGE_SIZE / sizeof(struct wfp_image_layer)];
  struct wfp_dimension dimension[WFP_PAGE_SIZE / sizeof(struct wfp_dimension)];
  struct wfp_node node[WFP_PAGE_SIZE / sizeof(struct wfp_node)];
  __u32 interval[WFP_PAGE_SIZE / 4];
  struct wfp_row row[WFP_PAGE_SIZE / sizeof(struct wfp_row)];
  struct wfp_chunk chunk;
  struct wfp_rule rule[WFP_PAGE_SIZE / sizeof(struct wfp_rule)];
  struct wfp_user_test user_test[WFP_PAGE_SIZE / sizeof(struct wfp_user_test)];
  struct wfp_ace ace[WFP_PAGE_SIZE / sizeof(struct wfp_ace)];
};

WFP_WIRE_ASSERT(sizeof(union wfp_page) == WFP_PAGE_SIZE, "a page");
WFP_WIRE_ASSERT(sizeof(struct wfp_image_layer) == 16, "a layer");
WFP_WIRE_ASSERT(sizeof(struct wfp_dimension) == 64, "a dimension");
WFP_WIRE_ASSERT(sizeof(struct wfp_node) == 128, "a node");
WFP_WIRE_ASSERT(sizeof(struct wfp_row) == 128, "a row");
WFP_WIRE_ASSERT(sizeof(struct wfp_rule) == 32, "a rule");
WFP_WIRE_ASSERT(sizeof(struct wfp_user_test) == 16, "a test of users");
WFP_WIRE_ASSERT(sizeof(struct wfp_ace) == 32, "an entry");
