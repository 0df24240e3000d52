#include "compile/evaluate.h"

#include "compile/slot.h"

using wfp_image_ref = const wfp::compile::Image*;

static inline const wfp_page* wfp_page_at(wfp_image_ref image, __u32 page) {
  return page < image->pages().size() ? &image->pages()[page] : nullptr;
}

static inline int wfp_group_at(const wfp_policy_token* token, __u32 i, __u32* gid) {
  *gid = reinterpret_cast<const __u32*>(token->groups)[i];
  return 0;
}

static inline long wfp_repeat(__u32 times, long (*step)(__u32, void*), void* context) {
  for (__u32 i = 0; i < times; ++i) {
    if (step(i, context) != 0) break;
  }
  return 0;
}

#include "bpf/wire/policy_evaluate.h"

namespace wfp::compile {

WireRequest::WireRequest(const engine::Request& request, const wfp_key& hash_key) {
  request_.layer = static_cast<std::uint32_t>(request.layer().index());
  const auto fields = request.layer().fields();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto slot = slot_of(fields[i]);
    if (!slot || request.value(i).empty()) continue;
    const Key key = key_of(*slot, request.value(i), hash_key);
    request_.present |= 1U << slot->slot;
    if (slot->slot < WFP_WIDE_SLOT_COUNT) {
      request_.wide[slot->slot] = to_wire(key);
    } else {
      request_.narrow[slot->slot - WFP_WIDE_SLOT_COUNT] = key.low;
    }
  }
}

void WireRequest::set_token(const wfp_policy_token& token, std::vector<std::uint32_t> groups) {
  groups_ = std::move(groups);
  request_.has_token = 1;
  request_.token = token;
  request_.token.groups = reinterpret_cast<std::uintptr_t>(groups_.data());
  request_.token.group_count = static_cast<std::uint32_t>(groups_.size());
}

wfp_policy_decision evaluate(const Image& image, const wfp_policy_request& request) {
  wfp_evaluation_state state{};
  wfp_evaluation evaluation{};
  evaluation.state = &state;
  wfp_policy_evaluate(&evaluation, &image, &request);
  return state.decision;
}

}  // namespace wfp::compile
