// PolicyDraft: a policy file that is read but whose names are not yet resolved to keys.
#pragma once

#include <string_view>
#include <vector>

#include "cli/failure.h"
#include "cli/policy.h"
#include "cli/policy_lexer.h"

namespace wfp::cli {

// Another object, by name or key.
struct PolicyReference {
  PolicyToken token;  // kind end: there is none

  [[nodiscard]] bool is_set() const { return token.kind != PolicyToken::Kind::end; }
};

// What an object says besides its content.
struct PolicyLinks {
  PolicyToken name;
  std::vector<GUID> keys;  // as many as are written; one a version for a filter
  PolicyReference provider, sublayer, context, callout;
};

template <class Object>
struct Drafted {
  Object object;
  PolicyLinks links;
};

struct PolicyDraft {
  std::vector<Drafted<PolicyProvider>> providers;
  std::vector<Drafted<PolicyContext>> contexts;
  std::vector<Drafted<PolicySublayer>> sublayers;
  std::vector<Drafted<PolicyCallout>> callouts;
  std::vector<Drafted<PolicyFilter>> filters;
};

// Gives keys to those without, finds what names refer to, and looks for keys used twice.
Outcome<Policy> resolve_draft(PolicyDraft draft, std::string_view text, std::string_view file);

}  // namespace wfp::cli
