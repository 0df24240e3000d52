// The policy in force, as the programs see it: one map in a map, replaced whole, and the
// evaluator's ways to read it.
//
// A program looks the image up once and decides by that one to the end. The loader makes a new
// inner map, fills it, and puts it in place: no program ever sees a part of two policies, nor none.
#pragma once

#include <bpf/bpf_helpers.h>

#include "wire/policy_request.h"

#define BPF_MAP_TYPE_ARRAY_OF_MAPS 12
#define BPF_F_INNER_MAP 0x1000

struct policy_image_map {
  __uint(type, BPF_MAP_TYPE_ARRAY);
  __uint(map_flags, BPF_F_INNER_MAP);
  __uint(max_entries, 1);
  __type(key, __u32);
  __uint(value_size, WFP_PAGE_SIZE);
};

struct {
  __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
  __uint(max_entries, 1);
  __type(key, __u32);
  __array(values, struct policy_image_map);
} policy_in_force SEC(".maps");

typedef void* wfp_image_ref;

// NULL: no policy was ever put in place.
static __always_inline wfp_image_ref policy_image(void) {
  __u32 first = 0;
  return bpf_map_lookup_elem(&policy_in_force, &first);
}

static __always_inline const union wfp_page* wfp_page_at(wfp_image_ref image, __u32 page) {
  return bpf_map_lookup_elem(image, &page);
}

static __always_inline int wfp_group_at(const struct wfp_policy_token* token, __u32 i, __u32* gid) {
  return bpf_probe_read_kernel(gid, sizeof *gid, (void*)(token->groups + 4ull * i)) != 0;
}

static __always_inline long wfp_repeat(__u32 times, long (*step)(__u32, void*), void* context) {
  return bpf_loop(times, step, context, 0);
}

#include "wire/policy_evaluate.h"
