// Reads a policy file (docs/policy-file.md has the language).
#pragma once

#include <string_view>

#include "cli/failure.h"
#include "cli/policy.h"
#include "cli/policy_value.h"

namespace wfp::cli {

// `file` is what messages call it. Fails with exit 7, line and column, and what was expected.
// Objects come in the order of the file; a filter for both IP versions becomes two, v4 first.
Outcome<Policy> parse_policy(std::string_view text, std::string_view file,
                             const PolicyPeople& people = known_people());

}  // namespace wfp::cli
