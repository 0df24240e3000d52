#include "security/inherit.h"

#include <algorithm>

#include "security/well_known.h"

namespace wfp::security {
namespace {

constexpr std::uint8_t kTravels = AceFlag::object_inherit | AceFlag::container_inherit;

// The flags of the copy that takes effect on the child, and of the one that only travels on. None:
// no such copy.
struct Copies {
  bool effective = false;
  bool onward = false;
};

Copies copies_of(std::uint8_t flags, bool container) {
  const bool object_inherit = (flags & AceFlag::object_inherit) != 0;
  const bool container_inherit = (flags & AceFlag::container_inherit) != 0;
  const bool no_propagate = (flags & AceFlag::no_propagate_inherit) != 0;
  if (!container) return {.effective = object_inherit, .onward = false};
  return {.effective = container_inherit,
          .onward = (object_inherit || container_inherit) && !no_propagate};
}

bool concerns(const Ace& ace, const ChildObject& child) {
  return !ace.inherited_object_type ||
         std::ranges::find(child.object_types, *ace.inherited_object_type) !=
             child.object_types.end();
}

// Replaces what only makes sense on the object itself. True if anything changed.
bool localise(Ace& ace, const ChildObject& object) {
  if (shape_of(ace.type) == AceShape::opaque) return false;
  const Ace before = ace;
  if (object.mapping != GenericMapping{}) ace.mask = object.mapping.map(ace.mask);
  if (object.owner && ace.sid == well_known(WellKnownSid::creator_owner)) ace.sid = *object.owner;
  if (object.group && ace.sid == well_known(WellKnownSid::creator_group)) ace.sid = *object.group;
  return ace.mask != before.mask || ace.sid != before.sid;
}

std::uint8_t with(std::uint8_t flags, std::uint8_t set, std::uint8_t clear) {
  return static_cast<std::uint8_t>((flags & ~clear) | set);
}

// Appends an ACE that takes effect on the object and, if `onward`, on what is created below it.
Result<void> append_effective(Ace ace, const ChildObject& object, bool onward, Acl& out) {
  Ace travelling = ace;
  travelling.flags = with(ace.flags, AceFlag::inherit_only, 0);
  const bool split = localise(ace, object);
  if (!onward || split) {
    ace.flags = with(ace.flags, 0, kInheritanceFlags);
    ace.inherited_object_type.reset();
  }
  WFP_CHECK_OK(out.append(ace));
  return onward && split ? out.append(travelling) : Result<void>{};
}

}  // namespace

Result<void> inherit_aces(AclView parent, const ChildObject& child, bool mark, Acl& out) {
  const auto marked = static_cast<std::uint8_t>(mark ? AceFlag::inherited : 0);
  for (const AceView view : parent.aces()) {
    const Copies copies = copies_of(view.flags(), child.is_container);
    if (!copies.effective && !copies.onward) continue;
    Ace ace = view.to_ace();
    ace.flags = with(ace.flags, marked, AceFlag::inherited | AceFlag::inherit_only);
    if (copies.effective && concerns(ace, child)) {
      WFP_CHECK_OK(append_effective(std::move(ace), child, copies.onward, out));
    } else if (copies.onward) {
      ace.flags = with(ace.flags, AceFlag::inherit_only, 0);
      WFP_CHECK_OK(out.append(ace));
    }
  }
  return {};
}

bool inherits_for_type(AclView parent, const ChildObject& child) {
  return std::ranges::any_of(parent.aces(), [&](AceView ace) {
    const auto type = ace.inherited_object_type();
    return type && copies_of(ace.flags(), child.is_container).effective &&
           std::ranges::find(child.object_types, *type) != child.object_types.end();
  });
}

Result<void> apply_aces(AclView given, const ChildObject& object, Keep keep, Acl& out) {
  for (const AceView view : given.aces()) {
    const bool inherited = view.has(AceFlag::inherited);
    if (keep != Keep::all && inherited != (keep == Keep::inherited_only)) continue;
    if (view.has(AceFlag::inherit_only)) {
      WFP_CHECK_OK(out.append(view));
    } else {
      const bool onward = object.is_container && view.has(kTravels);
      Ace ace = view.to_ace();
      if (onward) {
        WFP_CHECK_OK(append_effective(std::move(ace), object, true, out));
      } else {
        localise(ace, object);
        WFP_CHECK_OK(out.append(ace));
      }
    }
  }
  return {};
}

}  // namespace wfp::security
