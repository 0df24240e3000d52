// A made-up request to the policy in force, its groups, and the answer.
#pragma once

#include "policy_request.h"

#define WFP_TRIAL_GROUPS 1024

struct wfp_policy_trial {
  struct wfp_policy_request request;
  struct wfp_policy_decision decision;
  __u32 groups[WFP_TRIAL_GROUPS];  // the token's, ascending
};
