// Writes a policy as a file that parse_policy reads back as the same policy.
#pragma once

#include <string>
#include <vector>

#include "cli/policy.h"
#include "cli/policy_value.h"

namespace wfp::cli {

// Puts the objects in the order of a file: by provider, sublayers by weight, filters by sublayer
// and layer and there by age, which decides between equal weights. Twins stand together.
void sort_policy(Policy& policy);

std::string print_policy(const Policy& policy, const PolicyPeople& people = known_people());

// One object as it stands in a file; what it refers to is named as in `names`.
std::string print_object(const AnyPolicyObject& object, const Policy& names,
                         const PolicyPeople& people = known_people());

// The conditions alone, one a line: "remote-port = 80, 443".
std::vector<std::string> condition_lines(const PolicyFilter& filter,
                                         const PolicyPeople& people = known_people());

// "permit", "block hard", "callout {key} terminating".
std::string action_text(const PolicyFilter& filter);

}  // namespace wfp::cli
