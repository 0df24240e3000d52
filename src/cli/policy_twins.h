// Twins: a filter for IPv4 and one for IPv6 that a policy file writes as one, "layer connect".
#pragma once

#include "cli/policy.h"

namespace wfp::cli {

// Whether one text, read for both versions, gives these two filters (their keys aside).
bool are_twins(const PolicyFilter& v4, const PolicyFilter& v6);

}  // namespace wfp::cli
