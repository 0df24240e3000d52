// The evaluator: what an image answers to a request. One text for BPF programs and user space.
//
// The includer says, before including it, how a page and a group are read and how a loop is run:
//
//   wfp_image_ref                              names an image
//   const union wfp_page* wfp_page_at(wfp_image_ref image, __u32 page)      NULL: there is none
//   int wfp_group_at(const struct wfp_policy_token* token, __u32 i, __u32* gid)   0: read
//   long wfp_repeat(__u32 times, long (*step)(__u32, void*), void* context)  until step returns 1
//
// First each dimension's value is looked up, which gives a row. Then the rules in all rows are
// found in order, and of each sublayer the first one speaks. What cannot be read blocks.
#pragma once

#include "policy_request.h"

#define WFP_INLINE static inline __attribute__((always_inline, unused))

// Keeps the compiler from reasoning about a variable, so that a bound stands where the verifier
// needs it.
#ifdef __bpf__
#define WFP_OPAQUE(variable) asm volatile("" : "+r"(variable))
#else
#define WFP_OPAQUE(variable) (void)(variable)
#endif

// What changes during an evaluation. It lies in a map's memory, of which the verifier keeps no
// track: on the stack each value that was ever found would be a state of its own.
struct wfp_evaluation_state {
  __u64 known_tests;    // bit per user test of the first 64: it has been made
  __u64 granted_tests;  // and this came out
  __u32 position;       // the rule to go on from
  __u32 has_candidate;  // it is in the scanned rows
  __u32 below;          // groups that are known to be below the one looked for
  __u32 padding;
  struct wfp_policy_decision decision;
  __u32 rows[WFP_SLOT_COUNT];  // by dimension
};

struct wfp_evaluation {
  wfp_image_ref image;
  const struct wfp_policy_request* request;
  const struct wfp_image_header* header;
  const struct wfp_image_layer* layer;
  struct wfp_evaluation_state* state;
};

// Readers of a section's elements; NULL beyond the image.
#define WFP_READER(name, type, member, which)                                                \
  WFP_INLINE const type* wfp_##name##_at(const struct wfp_evaluation* evaluation, __u32 i) { \
    const __u32 per_page = WFP_PAGE_SIZE / sizeof(type);                                     \
    const union wfp_page* page =                                                             \
        wfp_page_at(evaluation->image, evaluation->header->section[which] + i / per_page);   \
    if (!page) return 0;                                                                     \
    return &page->member[i % per_page];                                                      \
  }
WFP_READER(layer, struct wfp_image_layer, layer, WFP_SECTION_LAYERS)
WFP_READER(dimension, struct wfp_dimension, dimension, WFP_SECTION_DIMENSIONS)
WFP_READER(node, struct wfp_node, node, WFP_SECTION_NODES)
WFP_READER(interval, __u32, interval, WFP_SECTION_INTERVALS)
WFP_READER(row, struct wfp_row, row, WFP_SECTION_ROWS)
WFP_READER(rule, struct wfp_rule, rule, WFP_SECTION_RULES)
WFP_READER(user_test, struct wfp_user_test, user_test, WFP_SECTION_USER_TESTS)
WFP_READER(ace, struct wfp_ace, ace, WFP_SECTION_ACES)
#undef WFP_READER

// The bits of a chunk, whose number is not WFP_NO_CHUNK.
WFP_INLINE const struct wfp_chunk* wfp_chunk_at(const struct wfp_evaluation* evaluation,
                                                __u32 number) {
  const union wfp_page* page =
      wfp_page_at(evaluation->image, evaluation->header->section[WFP_SECTION_CHUNKS] + number);
  return page ? &page->chunk : 0;
}

WFP_INLINE long wfp_break(struct wfp_evaluation* evaluation) {
  evaluation->state->decision.flags |= WFP_BROKEN;
  return 1;
}

WFP_INLINE struct wfp_key wfp_value_of(const struct wfp_policy_request* request, __u32 slot) {
  struct wfp_key key = {0, 0};
  if (slot < WFP_WIDE_SLOT_COUNT) {
    key = request->wide[slot];
  } else if (slot < WFP_SLOT_COUNT) {
    key.low = request->narrow[slot - WFP_WIDE_SLOT_COUNT];
  }
  return key;
}

// a < b and a == b as 0 or 1, without a branch: the verifier follows both ways of each.
WFP_INLINE __u32 wfp_is_less(__u64 a, __u64 b) {
  return (__u32)(((~a & b) | (~(a ^ b) & (a - b))) >> 63);
}
WFP_INLINE __u32 wfp_is_equal(__u64 a, __u64 b) {
  const __u64 apart = a ^ b;
  return (__u32)(~(apart | (0 - apart)) >> 63);
}

WFP_INLINE __u32 wfp_least(__u32 a, __u32 b) { return b - ((b - a) & (0 - wfp_is_less(a, b))); }

// How many keys of a node are not above `value`.
WFP_INLINE __u32 wfp_keys_below(const struct wfp_node* node, int wide, struct wfp_key value) {
  __u32 above = 0;
  if (wide) {
    for (int i = 0; i < WFP_WIDE_KEYS; ++i) {
      const struct wfp_key key = node->wide[i];
      above += wfp_is_less(value.high, key.high) |
               (wfp_is_equal(value.high, key.high) & wfp_is_less(value.low, key.low));
    }
    return WFP_WIDE_KEYS - above;
  }
  for (int i = 0; i < WFP_NARROW_KEYS; ++i) above += wfp_is_less(value.low, node->narrow[i]);
  return WFP_NARROW_KEYS - above;
}

// The number of the interval that `value` lies in; `wide` is a constant. 0: found.
WFP_INLINE int wfp_descend(const struct wfp_evaluation* evaluation,
                           const struct wfp_dimension* dimension, struct wfp_key value, int wide,
                           __u32* interval) {
  const __u32 keys = wide ? WFP_WIDE_KEYS : WFP_NARROW_KEYS;
  __u32 at = 0;  // the node's place in its level
  *interval = 0;
  for (__u32 level = 0; level < WFP_MAX_DEPTH; ++level) {
    if (level >= dimension->depth) break;
    const __u32 first = dimension->level_end[level];
    // The keys beyond the last boundary were counted, too.
    at = wfp_least(at, dimension->level_end[level + 1] - first - 1);
    const struct wfp_node* node = wfp_node_at(evaluation, first + at);
    if (!node) return -1;
    const __u32 below = wfp_keys_below(node, wide, value);
    *interval = at * keys + below;
    at = at * (keys + 1) + below;
  }
  *interval = wfp_least(*interval, dimension->boundary_count);
  return 0;
}

static long wfp_look_up(__u32 number, void* context) {
  struct wfp_evaluation* evaluation = (struct wfp_evaluation*)context;
  if (number >= WFP_SLOT_COUNT) return 1;
  const struct wfp_dimension* dimension =
      wfp_dimension_at(evaluation, evaluation->layer->first_dimension + number);
  if (!dimension) return wfp_break(evaluation);
  const __u32 slot = dimension->slot;
  if (!(evaluation->request->present >> (slot & 31) & 1)) {
    evaluation->state->rows[number] = dimension->absent_row;
    return 0;
  }
  __u32 interval;
  const struct wfp_key value = wfp_value_of(evaluation->request, slot);
  const int failed = dimension->wide ? wfp_descend(evaluation, dimension, value, 1, &interval)
                                     : wfp_descend(evaluation, dimension, value, 0, &interval);
  if (failed) return wfp_break(evaluation);
  const __u32* row = wfp_interval_at(evaluation, dimension->first_interval + interval);
  if (!row) return wfp_break(evaluation);
  evaluation->state->rows[number] = *row;
  return 0;
}

#define WFP_MOST_GROUPS 65536  // the kernel's own bound

struct wfp_group_search {
  struct wfp_evaluation_state* state;
  const struct wfp_policy_token* token;
  __u32 gid;
};

static long wfp_halve(__u32 number, void* context) {
  struct wfp_group_search* search = (struct wfp_group_search*)context;
  const __u32 step = WFP_MOST_GROUPS >> (number & 31);
  const __u32 at = search->state->below + step - 1;
  __u32 found = 0;
  if (at >= search->token->group_count) return 0;
  if (wfp_group_at(search->token, at, &found)) return 1;
  if (found < search->gid) search->state->below += step;
  return 0;
}

WFP_INLINE int wfp_has_group(struct wfp_evaluation_state* state,
                             const struct wfp_policy_token* token, __u32 gid) {
  if (token->gid == gid) return 1;
  struct wfp_group_search search = {state, token, gid};
  __u32 found = 0;
  state->below = 0;
  wfp_repeat(17, wfp_halve, &search);
  if (state->below >= token->group_count || wfp_group_at(token, state->below, &found)) return 0;
  return found == gid;
}

// Does an entry of a descriptor speak of the token?
WFP_INLINE int wfp_ace_applies(struct wfp_evaluation_state* state, const struct wfp_ace* ace,
                               const struct wfp_policy_token* token) {
  const int is_named = !(token->foreign && ace->id == token->unnamed_id);
  const __u32 well_known = token->enabled | (ace->denies ? token->deny_only : 0);
  switch (ace->subject) {
    case WFP_ACE_ANYBODY:
      return 1;
    case WFP_ACE_UID:
      return is_named && ace->id == token->uid;
    case WFP_ACE_GID:
      return is_named && wfp_has_group(state, token, ace->id);
    case WFP_ACE_WELL_KNOWN:
      return well_known >> (ace->id & 31) & 1;
    case WFP_ACE_SERVICE:
      return token->has_service && ace->key.high == token->service.high &&
             ace->key.low == token->service.low;
    default:
      return 0;
  }
}

struct wfp_user_question {
  struct wfp_evaluation* evaluation;
  __u32 first_ace;
  __u32 settled;  // an entry of this descriptor has spoken
  __u32 granted;
};

// First come, first served, within a descriptor.
static long wfp_ask_ace(__u32 number, void* context) {
  struct wfp_user_question* question = (struct wfp_user_question*)context;
  const struct wfp_ace* ace = wfp_ace_at(question->evaluation, question->first_ace + number);
  if (!ace) return wfp_break(question->evaluation);
  if (ace->first) question->settled = 0;
  if (question->settled ||
      !wfp_ace_applies(question->evaluation->state, ace, &question->evaluation->request->token))
    return 0;
  question->settled = 1;
  if (!ace->denies) question->granted = 1;
  return question->granted;
}

WFP_INLINE int wfp_passes_user_test(struct wfp_evaluation* evaluation, __u32 number) {
  const __u64 bit = number < 64 ? 1ull << number : 0;
  if (evaluation->state->known_tests & bit) return (evaluation->state->granted_tests & bit) != 0;
  const struct wfp_user_test* test = wfp_user_test_at(evaluation, number);
  if (!test) {
    wfp_break(evaluation);
    return 0;
  }
  if (!evaluation->request->has_token) return test->accepts_absent != 0;
  struct wfp_user_question question = {evaluation, test->first_ace, 0, 0};
  wfp_repeat(test->ace_count, wfp_ask_ace, &question);
  evaluation->state->known_tests |= bit;
  if (question.granted) evaluation->state->granted_tests |= bit;
  return question.granted != 0;
}

// Is rule `position` in the rows of the dimensions that the scan left out?
WFP_INLINE int wfp_is_in_other_rows(struct wfp_evaluation* evaluation, __u32 position) {
  for (__u32 i = WFP_SCANNED_DIMENSIONS; i < WFP_SLOT_COUNT; ++i) {
    if (i >= evaluation->layer->dimension_count) break;
    const struct wfp_row* row = wfp_row_at(evaluation, evaluation->state->rows[i]);
    if (!row) return !wfp_break(evaluation);
    const __u32 number = row->chunk[position / WFP_CHUNK_RULES % WFP_ROW_CHUNKS];
    if (number == WFP_NO_CHUNK) return 0;
    const struct wfp_chunk* chunk = wfp_chunk_at(evaluation, number);
    if (!chunk) return !wfp_break(evaluation);
    if (!(chunk->word[position / 64 % WFP_CHUNK_WORDS] >> (position % 64) & 1)) return 0;
  }
  return 1;
}

// Hears the opinion of a sublayer (engine/arbitration.h says the rules).
WFP_INLINE void wfp_hear(struct wfp_policy_decision* decision, const struct wfp_rule* rule,
                         __u32 position) {
  if (decision->hit_count < WFP_MAX_HITS)
    decision->hits[decision->hit_count & (WFP_MAX_HITS - 1)] = position;
  decision->hit_count++;
  __u32 hard = rule->flags & WFP_RULE_HARD;
  if (decision->flags & WFP_FINAL) {
    const __u32 veto = WFP_RULE_BLOCKS | WFP_RULE_CALLOUT;
    if (decision->flags & WFP_BLOCKED || (rule->flags & veto) != veto) return;
    hard = 1;
  }
  decision->filter_id = rule->filter_id;
  decision->flags = WFP_DECIDED | (rule->flags & WFP_RULE_BLOCKS ? WFP_BLOCKED : 0) |
                    (hard ? WFP_FINAL : 0) | (decision->flags & WFP_BROKEN);
}

// The place of the lowest set bit of a word that has one.
WFP_INLINE __u32 wfp_lowest_bit(__u64 word) {
  __u32 place = 0;
  if (!(word & 0xffffffffull)) place += 32, word >>= 32;
  if (!(word & 0xffff)) place += 16, word >>= 16;
  if (!(word & 0xff)) place += 8, word >>= 8;
  if (!(word & 0xf)) place += 4, word >>= 4;
  if (!(word & 0x3)) place += 2, word >>= 2;
  return place + (__u32)(~word & 1);
}

// Finds the next rule in the scanned rows, within one chunk, and lets it speak if it matches.
WFP_INLINE long wfp_find_candidate(struct wfp_evaluation* evaluation) {
  const __u32 position = evaluation->state->position;
  if (position >= evaluation->layer->rule_count) return 1;
  const __u32 chunk = position / WFP_CHUNK_RULES % WFP_ROW_CHUNKS;
  evaluation->state->position = (position / WFP_CHUNK_RULES + 1) * WFP_CHUNK_RULES;

#define WFP_OPEN(i)                                                                  \
  const struct wfp_row* row##i = wfp_row_at(evaluation, evaluation->state->rows[i]); \
  if (!row##i) return wfp_break(evaluation);                                         \
  const __u32 number##i = row##i->chunk[chunk];                                      \
  if (number##i == WFP_NO_CHUNK) return 0;                                           \
  const struct wfp_chunk* bits##i = wfp_chunk_at(evaluation, number##i);             \
  if (!bits##i) return wfp_break(evaluation);
  WFP_OPEN(0)
  WFP_OPEN(1)
  WFP_OPEN(2)
  WFP_OPEN(3)
  WFP_OPEN(4)
  WFP_OPEN(5)
  WFP_OPEN(6)
  WFP_OPEN(7)
#undef WFP_OPEN

  // The word is unknown to the verifier from the start, so that it sees one way out, not 64.
  __u64 found = 0;
  __u32 word = position / 64 % WFP_CHUNK_WORDS;
  __u64 mask = ~0ull << (position % 64);
  for (__u32 left = WFP_CHUNK_WORDS; left; --left) {
    __u32 i = word;
    WFP_OPAQUE(i);
    i &= WFP_CHUNK_WORDS - 1;
    found = bits0->word[i] & bits1->word[i] & bits2->word[i] & bits3->word[i] & bits4->word[i] &
            bits5->word[i] & bits6->word[i] & bits7->word[i];
    found &= mask;
    mask = ~0ull;
    if (found || ++word >= WFP_CHUNK_WORDS) break;
  }
  if (!found) return 0;

  evaluation->state->position =
      position / WFP_CHUNK_RULES * WFP_CHUNK_RULES + word * 64 + wfp_lowest_bit(found);
  evaluation->state->has_candidate = 1;
  return 0;
}

// Lets the candidate speak if it matches.
WFP_INLINE long wfp_try_candidate(struct wfp_evaluation* evaluation) {
  const __u32 candidate = evaluation->state->position;
  evaluation->state->has_candidate = 0;
  if (candidate >= evaluation->layer->rule_count) return 1;
  const struct wfp_rule* rule = wfp_rule_at(evaluation, evaluation->layer->first_rule + candidate);
  if (!rule) return wfp_break(evaluation);
  evaluation->state->position = candidate + 1;
  if (!wfp_is_in_other_rows(evaluation, candidate)) return 0;
  if (rule->user_test != WFP_NO_USER_TEST && !wfp_passes_user_test(evaluation, rule->user_test))
    return 0;
  wfp_hear(&evaluation->state->decision, rule, candidate);
  evaluation->state->position = rule->next_sublayer;
  return 0;
}

static long wfp_step(__u32 unused, void* context) {
  struct wfp_evaluation* evaluation = (struct wfp_evaluation*)context;
  (void)unused;
  return evaluation->state->has_candidate ? wfp_try_candidate(evaluation)
                                          : wfp_find_candidate(evaluation);
}

// Doubt is a block.
WFP_INLINE void wfp_close(struct wfp_policy_decision* decision) {
  if (!(decision->flags & WFP_BROKEN)) return;
  decision->filter_id = 0;
  decision->flags |= WFP_BLOCKED | WFP_FINAL;
}

// Opens an evaluation whose state is all 0 and finds its rows. 0: evaluation->state->rows
// tells requests apart as far as the policy does, users aside.
WFP_INLINE int wfp_policy_open(struct wfp_evaluation* evaluation, wfp_image_ref image,
                               const struct wfp_policy_request* request) {
  evaluation->image = image;
  evaluation->request = request;
  const union wfp_page* page = wfp_page_at(image, 0);
  if (!page || page->header.magic != WFP_IMAGE_MAGIC || page->header.version != WFP_IMAGE_VERSION ||
      request->layer >= WFP_IMAGE_LAYERS) {
    wfp_break(evaluation);
    return -1;
  }
  evaluation->header = &page->header;
  evaluation->layer = wfp_layer_at(evaluation, request->layer);
  if (!evaluation->layer) {
    wfp_break(evaluation);
    return -1;
  }
  wfp_repeat(evaluation->layer->dimension_count, wfp_look_up, evaluation);
  return evaluation->state->decision.flags & WFP_BROKEN ? -1 : 0;
}

// The whole of it: leaves the answer in the state's decision.
WFP_INLINE void wfp_policy_evaluate(struct wfp_evaluation* evaluation, wfp_image_ref image,
                                    const struct wfp_policy_request* request) {
  if (!wfp_policy_open(evaluation, image, request)) {
    // Each step leaves a rule or a chunk behind.
    wfp_repeat(2 * WFP_MAX_RULES + WFP_ROW_CHUNKS, wfp_step, evaluation);
  }
  wfp_close(&evaluation->state->decision);
}
