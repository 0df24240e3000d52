#include "cli/acl_edit.h"

#include <algorithm>

namespace wfp::cli {
namespace {

int rank(const Ace& ace) { return ace.is_inherited() ? 2 : ace.is_deny() ? 0 : 1; }

bool is_of_kind(const Ace& ace, AceKind kind) {
  if (kind == AceKind::both) return true;
  return kind == AceKind::deny ? ace.is_deny() : ace.is_allow();
}

template <class Predicate>
std::size_t remove_explicit_if(Acl& acl, Predicate predicate) {
  return std::erase_if(acl.aces,
                       [&](const Ace& ace) { return !ace.is_inherited() && predicate(ace); });
}

// Those of `from` that `other` lacks; each occurrence counts.
std::vector<Ace> missing(const Acl& from, const Acl& other) {
  std::vector<Ace> rest = other.aces;
  std::vector<Ace> missing;
  for (const Ace& ace : from.aces) {
    const auto same = std::ranges::find(rest, ace);
    if (same == rest.end()) {
      missing.push_back(ace);
    } else {
      rest.erase(same);
    }
  }
  return missing;
}

}  // namespace

void add_ace(Acl& acl, const Ace& ace) {
  for (Ace& existing : acl.aces) {
    if (existing == ace) return;
    if (!existing.is_plain() || !ace.is_plain() || existing.is_inherited()) continue;
    if (existing.type() != ace.type() || existing.flags() != ace.flags() ||
        existing.sid() != ace.sid())
      continue;
    existing = Ace::make(ace.type(), ace.flags(), existing.mask() | ace.mask(), *ace.sid());
    return;
  }
  const auto place =
      std::ranges::find_if(acl.aces, [&](const Ace& other) { return rank(other) > rank(ace); });
  acl.aces.insert(place, ace);
}

std::size_t remove_aces(Acl& acl, const Sid& sid, AceKind kind) {
  return remove_explicit_if(
      acl, [&](const Ace& ace) { return ace.sid() == sid && is_of_kind(ace, kind); });
}

std::size_t remove_conditional_aces(Acl& acl, const Sid& sid, const std::string& condition) {
  return remove_explicit_if(
      acl, [&](const Ace& ace) { return ace.sid() == sid && ace.condition() == condition; });
}

void remove_explicit_aces(Acl& acl) {
  remove_explicit_if(acl, [](const Ace&) { return true; });
}

std::vector<AceChange> changes_between(const Acl& before, const Acl& after) {
  std::vector<AceChange> changes;
  for (Ace& ace : missing(before, after)) changes.push_back({false, std::move(ace)});
  for (Ace& ace : missing(after, before)) changes.push_back({true, std::move(ace)});
  return changes;
}

}  // namespace wfp::cli
