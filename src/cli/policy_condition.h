// Conditions of a policy file: one statement is one field, one comparison, and its values.
#pragma once

#include <vector>

#include "cli/policy.h"
#include "cli/policy_cursor.h"

namespace wfp::cli {

struct WrittenCondition {
  PolicyToken token;  // of the field
  GUID field{};
  FWP_MATCH_TYPE match = FWP_MATCH_EQUAL;
  std::vector<WrittenValue> values;  // of ranges: low and high in turn
};

// "remote-port = 80, 443"
Outcome<WrittenCondition> parse_condition(PolicyCursor& cursor);

enum class Bound : std::uint8_t { conditions, nothing_excluded, never };

// Appends the conditions that the statement means for one IP version. `never`: all its values are
// addresses of the other version, so nothing of this version matches; `nothing_excluded`: the
// same of a negation.
Outcome<Bound> bind_condition(const PolicyCursor& cursor, const WrittenCondition& written,
                              const ValueContext& context,
                              std::vector<PolicyCondition>& conditions);

}  // namespace wfp::cli
