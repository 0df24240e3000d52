// Inheritance, ACE by ACE: what a child takes over from the ACL of its container.
//
// - OI goes to objects; through containers it travels on as inherit-only.
// - CI goes to containers, and stays in effect there.
// - NP goes one step and no further.
// - IO has no effect where it stands.
//
// CREATOR OWNER and CREATOR GROUP become the child's owner and group, generic rights become the
// child's own. On a container that would end the ACE's journey, so it is split: one ACE in effect
// there, one inherit-only as it was.
#pragma once

#include <span>

#include "base/guid.h"
#include "base/result.h"
#include "security/acl.h"
#include "security/generic_mapping.h"
#include "security/sid.h"

namespace wfp::security {

// The object whose ACL is made.
struct ChildObject {
  bool is_container = false;
  const Sid* owner = nullptr;  // whom CREATOR OWNER stands for; none: the ACE is kept as it is
  const Sid* group = nullptr;  // whom CREATOR GROUP stands for
  GenericMapping mapping{};    // all zero: generic rights are kept as they are
  std::span<const Guid>
      object_types{};  // what the child is: an ACE for other types does not concern it
};

// Appends what `child` inherits from `parent` to `out`. Inherited ACEs carry the flag ID if `mark`.
// invalid_acl when the ACL grows too long.
Result<void> inherit_aces(AclView parent, const ChildObject& child, bool mark, Acl& out);

// Does the child inherit an ACE made for what it is, not for objects of any type?
bool inherits_for_type(AclView parent, const ChildObject& child);

// Appends the ACEs of `given` that pass `keep` as they take effect on the object itself: creators
// and generic rights are replaced, with the split described above.
enum class Keep : std::uint8_t { all, explicit_only, inherited_only };
Result<void> apply_aces(AclView given, const ChildObject& object, Keep keep, Acl& out);

}  // namespace wfp::security
