// SipHash-2-4 with 128 bits of output: a keyed hash under which nobody without the key finds two
// inputs that fall together. It names applications and packages in an image.
#pragma once

#include "policy_image.h"

struct wfp_sip {
  __u64 v0, v1, v2, v3;
};

#define WFP_ROTATE(x, bits) ((x) << (bits) | (x) >> (64 - (bits)))

static inline __attribute__((always_inline)) void wfp_sip_round(struct wfp_sip* sip) {
  sip->v0 += sip->v1;
  sip->v2 += sip->v3;
  sip->v1 = WFP_ROTATE(sip->v1, 13) ^ sip->v0;
  sip->v3 = WFP_ROTATE(sip->v3, 16) ^ sip->v2;
  sip->v0 = WFP_ROTATE(sip->v0, 32);
  sip->v2 += sip->v1;
  sip->v0 += sip->v3;
  sip->v1 = WFP_ROTATE(sip->v1, 17) ^ sip->v2;
  sip->v3 = WFP_ROTATE(sip->v3, 21) ^ sip->v0;
  sip->v2 = WFP_ROTATE(sip->v2, 32);
}

static inline __attribute__((always_inline)) void wfp_sip_begin(struct wfp_sip* sip,
                                                                struct wfp_key key) {
  sip->v0 = key.low ^ 0x736f6d6570736575ull;
  sip->v1 = key.high ^ 0x646f72616e646f6dull ^ 0xee;
  sip->v2 = key.low ^ 0x6c7967656e657261ull;
  sip->v3 = key.high ^ 0x7465646279746573ull;
}

// Eight bytes, the first in the lowest bits.
static inline __attribute__((always_inline)) void wfp_sip_word(struct wfp_sip* sip, __u64 word) {
  sip->v3 ^= word;
  wfp_sip_round(sip);
  wfp_sip_round(sip);
  sip->v0 ^= word;
}

// `last`: the bytes left over, the first in the lowest bits, and the length of the whole input in
// the highest byte.
static inline __attribute__((always_inline)) struct wfp_key wfp_sip_end(struct wfp_sip* sip,
                                                                        __u64 last) {
  struct wfp_key hash;
  wfp_sip_word(sip, last);
  sip->v2 ^= 0xee;
  for (int i = 0; i < 4; ++i) wfp_sip_round(sip);
  hash.low = sip->v0 ^ sip->v1 ^ sip->v2 ^ sip->v3;
  sip->v1 ^= 0xdd;
  for (int i = 0; i < 4; ++i) wfp_sip_round(sip);
  hash.high = sip->v0 ^ sip->v1 ^ sip->v2 ^ sip->v3;
  return hash;
}
