// PolicyPlan: what has to be done so that the engine holds what a policy file says. Nothing in the
// engine is changed in place: a difference is a deletion and an addition in one transaction.
#pragma once

#include <string>
#include <vector>

#include "cli/failure.h"
#include "cli/policy.h"

namespace wfp::cli {

struct PolicyChange {
  enum class Kind : std::uint8_t {
    add,
    replace,
    renew,  // unchanged itself, but what it refers to is replaced
    remove,
    secure,  // only its descriptor differs
  };
  Kind kind;
  AnyPolicyObject before, after;  // of add: after alone; of remove: before alone
};

struct PolicyPlan {
  std::vector<PolicyChange> changes;       // in the order of the file, removals last
  std::vector<AnyPolicyObject> deletions;  // what refers to others first
  std::vector<AnyPolicyObject> additions;  // what is referred to first

  [[nodiscard]] bool is_empty() const { return changes.empty(); }
  [[nodiscard]] std::size_t count(PolicyChange::Kind kind) const;
};

// Both policies must outlive the plan. `prune`: what the file's providers have in the engine and
// the file does not is removed. Fails with exit 5 if something that must go is referred to by what
// neither the file nor the pruning covers.
Outcome<PolicyPlan> plan_policy(const Policy& engine, const Policy& file, bool prune);

// Whether a descriptor has the parts that another one says: owner and group if they are said, and
// the entries that are not inherited.
bool has_security(const std::string& sddl, const std::string& wanted);

}  // namespace wfp::cli
