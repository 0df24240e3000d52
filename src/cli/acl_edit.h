// Changes to an access list, and what they changed. Order stays canonical: explicit denies,
// explicit allows, inherited.
#pragma once

#include <vector>

#include "cli/acl.h"

namespace wfp::cli {

// Adds an entry; a plain one for the same SID and inheritance gains the rights instead of a second
// one beside it.
void add_ace(Acl& acl, const Ace& ace);

// Removes the explicit entries of a SID (their kind: allow, deny, or both). How many were removed.
enum class AceKind { allow, deny, both };
std::size_t remove_aces(Acl& acl, const Sid& sid, AceKind kind);

// Removes explicit entries that equal one of these in SID and condition.
std::size_t remove_conditional_aces(Acl& acl, const Sid& sid, const std::string& condition);

void remove_explicit_aces(Acl& acl);

struct AceChange {
  bool added;  // else removed
  Ace ace;

  bool operator==(const AceChange&) const = default;
};

// Removals first. Order within the list counts only by which entries are there.
std::vector<AceChange> changes_between(const Acl& before, const Acl& after);

}  // namespace wfp::cli
