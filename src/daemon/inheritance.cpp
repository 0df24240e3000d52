#include "daemon/inheritance.h"

#include "daemon/object_type.h"
#include "daemon/required_rights.h"
#include "security/well_known.h"

namespace wfp::daemon {
namespace {

using security::Ace;
using security::AceFlag;
using security::AceShape;
using security::AceView;
using security::Acl;
using security::AclSlot;
using security::Control;
using security::SecurityDescriptor;
using security::Sid;
using security::WellKnownSid;

constexpr std::uint8_t kTravels = AceFlag::object_inherit | AceFlag::container_inherit;

// Whom an inherited ACE speaks of in the child: placeholders become the child's owner and group.
Sid resolve(const Sid& sid, const SecurityDescriptor& child) {
  if (sid == well_known(WellKnownSid::creator_owner) && child.owner) return *child.owner;
  if (sid == well_known(WellKnownSid::creator_group) && child.group) return *child.group;
  return sid;
}

// What one inheritable ACE of the parent becomes in a container: an ACE that counts there, one that
// only travels on to what is in it, or - when the two would differ - both.
Result<void> inherit_ace(AceView from, const SecurityDescriptor& child, Acl& acl) {
  const bool travels_on = !from.has(AceFlag::no_propagate_inherit);
  Ace onward = from.to_ace();
  onward.flags = static_cast<std::uint8_t>((from.flags() & kTravels) | AceFlag::inherited);
  Ace here = onward;
  here.mask = kObjectMapping.map(here.mask);
  here.sid = resolve(here.sid, child);
  onward.flags |= AceFlag::inherit_only;
  if (!from.has(AceFlag::container_inherit)) {
    return travels_on ? acl.append(onward) : Result<void>{};
  }
  const bool split = here.mask != onward.mask || here.sid != onward.sid;
  if (split || !travels_on) here.flags = AceFlag::inherited;
  WFP_CHECK_OK(acl.append(here));
  return split && travels_on ? acl.append(onward) : Result<void>{};
}

Result<void> append_inherited(const SecurityDescriptor& child, const SecurityDescriptor& parent,
                              Acl& acl) {
  if (!parent.dacl.is_present()) return {};  // no rules to hand down
  for (const AceView ace : parent.dacl.acl()->aces()) {
    if (!ace.has(kTravels) || ace.shape() == AceShape::opaque) continue;
    WFP_CHECK_OK(inherit_ace(ace, child, acl));
  }
  return {};
}

// The ACEs that are the object's own, in their order.
Result<Acl> own_aces(const Acl& acl) {
  Acl own;
  for (const AceView ace : acl.aces()) {
    if (ace.has(AceFlag::inherited)) continue;
    WFP_CHECK_OK(own.append(ace));
  }
  return own;
}

// All ACEs, those inherited before among them, as the object's own.
Result<Acl> adopt_all(const Acl& acl) {
  Acl own;
  for (const AceView view : acl.aces()) {
    if (view.shape() == AceShape::opaque) {
      WFP_CHECK_OK(own.append(view));
      continue;
    }
    Ace ace = view.to_ace();
    ace.flags = static_cast<std::uint8_t>(ace.flags & ~AceFlag::inherited);
    WFP_CHECK_OK(own.append(ace));
  }
  return own;
}

void set_control(SecurityDescriptor& descriptor, std::uint16_t bit, bool on) {
  descriptor.control =
      static_cast<std::uint16_t>(on ? descriptor.control | bit : descriptor.control & ~bit);
}

// An ACL that was protected with a bit of the call, or else as it was before.
bool stays_protected(const SetParts& parts, const SecurityDescriptor& current,
                     std::uint32_t protect, std::uint32_t unprotect, std::uint16_t control) {
  if (parts.has(protect)) return true;
  return !parts.has(unprotect) && current.has(control);
}

Result<void> apply_dacl(const SetParts& parts, const SecurityDescriptor* parent,
                        SecurityDescriptor& after) {
  const bool is_protected = stays_protected(parts, after, Information::protected_dacl,
                                            Information::unprotected_dacl, Control::dacl_protected);
  if (parts.has(Information::dacl)) after.dacl = parts.dacl;
  set_control(after, Control::dacl_protected, is_protected);
  set_control(after, Control::dacl_auto_inherited, false);
  if (!after.dacl.is_present()) return {};
  if (is_protected) {
    WFP_TRY(after.dacl, adopt_all(*after.dacl.acl()));
    return {};
  }
  WFP_TRY(after.dacl, own_aces(*after.dacl.acl()));
  if (!parent) return {};
  WFP_TRY(after, inherit(after, *parent));
  return {};
}

// A SACL is stored and returned; nothing inherits it and nothing acts on it.
void apply_sacl(const SetParts& parts, SecurityDescriptor& after) {
  set_control(after, Control::sacl_protected,
              stays_protected(parts, after, Information::protected_sacl,
                              Information::unprotected_sacl, Control::sacl_protected));
  if (!parts.has(Information::sacl)) return;
  after.sacl =
      parts.sacl.is_present() ? parts.sacl : AclSlot::absent();  // NULL takes the SACL away
}

}  // namespace

Result<SecurityDescriptor> inherit(const SecurityDescriptor& child,
                                   const SecurityDescriptor& parent) {
  SecurityDescriptor after = child;
  if (child.has(Control::dacl_protected) || !child.dacl.is_present()) return after;
  WFP_TRY(Acl acl, own_aces(*child.dacl.acl()));
  WFP_CHECK_OK(append_inherited(child, parent, acl));
  after.dacl = std::move(acl);
  set_control(after, Control::dacl_auto_inherited, true);
  return after;
}

Result<SecurityDescriptor> apply(const SetParts& parts, const SecurityDescriptor& current,
                                 const SecurityDescriptor* parent) {
  SecurityDescriptor after = current;
  if (parts.owner) after.owner = parts.owner;
  if (parts.group) after.group = parts.group;
  apply_sacl(parts, after);
  const bool dacl_changes = parts.has(Information::dacl) ||
                            parts.has(Information::protected_dacl) ||
                            parts.has(Information::unprotected_dacl);
  if (dacl_changes) {
    WFP_CHECK_OK(apply_dacl(parts, parent, after));
  }
  return after;
}

}  // namespace wfp::daemon
