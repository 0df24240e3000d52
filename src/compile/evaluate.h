// evaluate(): what an image answers, by the evaluator of bpf/wire/policy_evaluate.h.
#pragma once

#include <vector>

#include "bpf/wire/policy_request.h"
#include "compile/image.h"
#include "engine/request.h"

namespace wfp::compile {

// A request of the engine in the kernel's terms. The groups that its token points to live here.
class WireRequest {
 public:
  // Without its token: an engine's token does not tell of which credentials it was made.
  WireRequest(const engine::Request& request, const wfp_key& hash_key);
  WireRequest(const WireRequest&) = delete;
  WireRequest& operator=(const WireRequest&) = delete;

  // The user of the request, as the kernel makes tokens; `groups` ascending.
  void set_token(const wfp_policy_token& token, std::vector<std::uint32_t> groups);

  [[nodiscard]] const wfp_policy_request& wire() const { return request_; }

 private:
  wfp_policy_request request_{};
  std::vector<std::uint32_t> groups_;
};

wfp_policy_decision evaluate(const Image& image, const wfp_policy_request& request);

}  // namespace wfp::compile
