// Asks the policy in force about a made-up request, without any traffic: the evaluator, verified
// and run as in every other program, for self-checks and for comparing it with the engine.
#include "vmlinux.h"

#include <bpf/bpf_helpers.h>

#include "policy_image_map.h"
#include "wire/policy_trial.h"

char LICENSE[] SEC("license") = "Dual MIT/GPL";

struct wfp_evaluation_state state;
struct wfp_policy_trial trial;  // set by the asker, who holds a lock: one trial at a time

SEC("syscall")
int policy_trial(void* context) {
  struct wfp_evaluation evaluation = {};
  evaluation.state = &state;
  __builtin_memset(&state, 0, sizeof state);
  wfp_image_ref image = policy_image();
  if (!image) return 1;
  trial.request.token.groups = (__u64)trial.groups;
  wfp_policy_evaluate(&evaluation, image, &trial.request);
  trial.decision = state.decision;
  return 0;
}
