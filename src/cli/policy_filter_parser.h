// The statements of a filter in a policy file.
#pragma once

#include <string_view>
#include <vector>

#include "cli/policy_condition.h"
#include "cli/policy_draft.h"

namespace wfp::cli {

// A filter while its statements are read; it becomes one filter for each IP version.
class FilterParser {
 public:
  FilterParser(PolicyCursor& cursor, const PolicyPeople& people)
      : cursor_(cursor), people_(people) {}

  // True if the statement at the cursor is a filter's own; it is then read.
  Outcome<bool> statement(Drafted<PolicyFilter>& filter);
  // What was read, one for each version that can match.
  Outcome<std::vector<Drafted<PolicyFilter>>> finish(const Drafted<PolicyFilter>& filter);

  static std::vector<std::string_view> statements();

 private:
  struct Statement;
  static const Statement* find(std::string_view word);

  Outcome<void> layer(Drafted<PolicyFilter>& filter);
  Outcome<void> sublayer(Drafted<PolicyFilter>& filter);
  Outcome<void> weight(Drafted<PolicyFilter>& filter);
  Outcome<void> action(Drafted<PolicyFilter>& filter);
  Outcome<void> callout(Drafted<PolicyFilter>& filter);
  Outcome<void> context(Drafted<PolicyFilter>& filter);
  Outcome<void> raw_context(Drafted<PolicyFilter>& filter);
  Outcome<void> filter_type(Drafted<PolicyFilter>& filter);
  Outcome<void> flag(Drafted<PolicyFilter>& filter);
  Outcome<bool> bind(const LayerWord& layer, PolicyFilter& filter) const;

  PolicyCursor& cursor_;
  const PolicyPeople& people_;
  PolicyToken word_;  // of the statement being read
  std::vector<const LayerWord*> layers_;
  std::vector<WrittenCondition> conditions_;
  bool has_action_ = false;
};

}  // namespace wfp::cli
