#include "security/private_object.h"

namespace wfp::security {
namespace {

// The DACL's or the SACL's side of a descriptor.
struct Side {
  AclSlot SecurityDescriptor::* slot;
  bool AutoInherit::* auto_inherit;
  std::uint16_t is_protected, auto_inherited, required, defaulted;
  std::uint32_t information, protect, unprotect;
};
constexpr Side kDacl{&SecurityDescriptor::dacl,
                     &AutoInherit::dacl,
                     Control::dacl_protected,
                     Control::dacl_auto_inherited,
                     Control::dacl_auto_inherit_required,
                     Control::dacl_defaulted,
                     SecurityInformation::dacl,
                     SecurityInformation::protected_dacl,
                     SecurityInformation::unprotected_dacl};
constexpr Side kSacl{&SecurityDescriptor::sacl,
                     &AutoInherit::sacl,
                     Control::sacl_protected,
                     Control::sacl_auto_inherited,
                     Control::sacl_auto_inherit_required,
                     Control::sacl_defaulted,
                     SecurityInformation::sacl,
                     SecurityInformation::protected_sacl,
                     SecurityInformation::unprotected_sacl};

void set_bit(std::uint16_t& control, std::uint16_t bit, bool on) {
  control = static_cast<std::uint16_t>(on ? control | bit : control & ~bit);
}

const Acl* acl_of(const SecurityDescriptor* descriptor, const Side& side) {
  return descriptor == nullptr ? nullptr : (descriptor->*side.slot).acl();
}

// Part of a SACL that an information bit of its own speaks of.
std::uint32_t information_of(AceType type) {
  switch (type) {
    case AceType::system_mandatory_label:
      return SecurityInformation::label;
    case AceType::system_resource_attribute:
      return SecurityInformation::attribute;
    case AceType::system_scoped_policy_id:
      return SecurityInformation::scope;
    default:
      return SecurityInformation::sacl;
  }
}
constexpr std::uint32_t kSaclParts = SecurityInformation::sacl | SecurityInformation::label |
                                     SecurityInformation::attribute | SecurityInformation::scope;
constexpr std::uint32_t kProtection =
    SecurityInformation::protected_dacl | SecurityInformation::unprotected_dacl |
    SecurityInformation::protected_sacl | SecurityInformation::unprotected_sacl;
constexpr std::uint32_t kKnown = SecurityInformation::owner | SecurityInformation::group |
                                 SecurityInformation::dacl | kSaclParts | kProtection;

// Appends what a child inherits on one side, if its container has an ACL there.
Result<void> inherit_side(const SecurityDescriptor* parent, const Side& side,
                          const ChildObject& child, bool mark, Acl& out) {
  const Acl* acl = acl_of(parent, side);
  return acl == nullptr ? Result<void>{} : inherit_aces(acl->view(), child, mark, out);
}

class Creation {
 public:
  Creation(const SecurityDescriptor* parent, const SecurityDescriptor* creator,
           const NewObject& object)
      : parent_(parent), creator_(creator), object_(object) {}

  Result<SecurityDescriptor> run() {
    made_.owner = creator_ && creator_->owner ? *creator_->owner : object_.owner;
    made_.group = creator_ && creator_->group ? creator_->group : object_.group;
    child_ = {.is_container = object_.is_container,
              .owner = &*made_.owner,
              .group = made_.group ? &*made_.group : nullptr,
              .mapping = object_.mapping,
              .object_types = object_.object_types};
    WFP_CHECK_OK(make(kDacl));
    WFP_CHECK_OK(make(kSacl));
    if (made_.dacl.is_absent() && object_.default_dacl != nullptr) {
      Acl acl;
      WFP_CHECK_OK(apply_aces(object_.default_dacl->view(), child_, Keep::all, acl));
      made_.dacl = acl;
      set_bit(made_.control, Control::dacl_defaulted, true);
    }
    return std::move(made_);
  }

 private:
  Result<void> make(const Side& side) {
    const bool mark = object_.auto_inherit.*side.auto_inherit;
    const AclSlot* given = given_on(side);
    const bool stands_alone =
        given != nullptr && (given->is_null() || creator_->has(side.is_protected));
    const bool inherits = !stands_alone && (mark || given == nullptr || given->is_absent());
    Acl acl;
    bool has_acl = false;
    if (given != nullptr && given->is_null()) {
      made_.*side.slot = AclSlot::null();
    } else if (given != nullptr && given->is_present()) {
      has_acl = true;
      // What the creator calls inherited is taken for explicit when nothing is inherited, else
      // inheritance says it.
      WFP_CHECK_OK(apply_aces(given->acl()->view(), child_,
                              stands_alone ? Keep::all : Keep::explicit_only, acl));
    }
    if (inherits) {
      const std::size_t before = acl.ace_count();
      WFP_CHECK_OK(inherit_side(parent_, side, child_, mark, acl));
      has_acl = has_acl || acl.ace_count() > before;
    }
    if (has_acl) made_.*side.slot = acl;
    set_bit(made_.control, side.is_protected, stands_alone && creator_->has(side.is_protected));
    set_bit(made_.control, side.auto_inherited, mark && has_acl && !stands_alone);
    return {};
  }

  // The creator's ACL; none if it is but the default of a type that the container has ACEs for.
  const AclSlot* given_on(const Side& side) const {
    if (creator_ == nullptr) return nullptr;
    const Acl* inherited = acl_of(parent_, side);
    if (object_.creator_is_default && inherited != nullptr &&
        inherits_for_type(inherited->view(), child_))
      return nullptr;
    return &(creator_->*side.slot);
  }

  const SecurityDescriptor* parent_;
  const SecurityDescriptor* creator_;
  const NewObject& object_;
  SecurityDescriptor made_;
  ChildObject child_;
};

class Change {
 public:
  Change(const SecurityDescriptor& current, const SecurityDescriptor& changes,
         const SetSecurity& request)
      : changes_(changes), request_(request), made_(current) {}

  Result<SecurityDescriptor> run() {
    const std::uint32_t information = request_.information;
    const auto both = [&](const Side& side) {
      return (information & side.protect) && (information & side.unprotect);
    };
    if ((information & ~kKnown) != 0 || both(kDacl) || both(kSacl)) {
      return fail(Status::invalid_parameter, "no such combination of security information");
    }
    WFP_CHECK_OK(change_owner());
    if (information & SecurityInformation::group) {
      if (!changes_.group) return fail(Status::invalid_primary_group, "no group is given");
      made_.group = changes_.group;
    }
    object_ = {.is_container = request_.is_container,
               .owner = made_.owner ? &*made_.owner : nullptr,
               .group = made_.group ? &*made_.group : nullptr,
               .mapping = request_.mapping,
               .object_types = request_.object_types};
    if (information & (SecurityInformation::dacl | kDacl.protect | kDacl.unprotect))
      WFP_CHECK_OK(change_acl(kDacl));
    if (information & (kSaclParts | kSacl.protect | kSacl.unprotect)) WFP_CHECK_OK(change_sacl());
    return std::move(made_);
  }

 private:
  Result<void> change_owner() {
    if (!(request_.information & SecurityInformation::owner)) return {};
    if (!changes_.owner) return fail(Status::invalid_owner, "no owner is given");
    if (request_.token != nullptr && !request_.token->may_assign_owner(*changes_.owner)) {
      return fail(Status::invalid_owner, "the caller may not make this SID the owner");
    }
    made_.owner = changes_.owner;
    return {};
  }

  // The label, attributes and policy live in the SACL, but are set by bits of their own.
  Result<void> change_sacl() {
    const std::uint32_t parts = request_.information & kSaclParts;
    if (parts == SecurityInformation::sacl || parts == 0) return change_acl(kSacl);
    Acl acl;
    const auto copy = [&](const AclSlot& from, bool named) -> Result<void> {
      if (!from.is_present()) return {};
      for (const AceView ace : from.acl()->aces()) {
        if (((parts & information_of(ace.type())) != 0) == named) WFP_CHECK_OK(acl.append(ace));
      }
      return {};
    };
    WFP_CHECK_OK(copy(changes_.sacl, true));
    WFP_CHECK_OK(copy(made_.sacl, false));
    made_.sacl = acl;
    return {};
  }

  Result<void> change_acl(const Side& side) {
    const bool replaces = (request_.information & side.information) != 0;
    const bool was_protected = made_.has(side.is_protected);
    const bool unprotects = (request_.information & side.unprotect) != 0;
    const bool protects = (request_.information & side.protect) != 0 ||
                          (replaces && !unprotects && changes_.has(side.is_protected));
    // Without a word about it, setting an ACL keeps the protection only if the new descriptor says
    // so.
    const bool now_protected = protects || (!unprotects && !replaces && was_protected);
    const AclSlot given = replaces ? changes_.*side.slot : made_.*side.slot;
    if (replaces && &side == &kDacl && given.is_absent()) {
      return fail(Status::invalid_parameter,
                  "no DACL is given");  // full access must be said, not forgotten
    }
    set_bit(made_.control, side.is_protected, now_protected);
    set_bit(made_.control, side.defaulted, false);
    set_bit(made_.control, side.auto_inherited, false);
    if (!given.is_present()) {
      made_.*side.slot = given;
      return {};
    }
    Acl acl;
    WFP_CHECK_OK(merge(side, given.acl()->view(), now_protected, was_protected, acl));
    made_.*side.slot = acl;
    return {};
  }

  Result<void> merge(const Side& side, AclView given, bool now_protected, bool was_protected,
                     Acl& out) {
    const bool auto_inherit = request_.auto_inherit.*side.auto_inherit;
    if (!auto_inherit) return apply_aces(given, object_, Keep::all, out);
    set_bit(made_.control, side.auto_inherited, !now_protected);
    if (now_protected) return copy_as_explicit(given, out);
    const bool renews = (request_.information & side.unprotect) != 0 && request_.parent != nullptr;
    if (was_protected && !renews) return apply_aces(given, object_, Keep::all, out);
    WFP_CHECK_OK(apply_aces(given, object_, Keep::explicit_only, out));
    if (renews) return inherit_side(request_.parent, side, object_, true, out);
    const Acl* current = (made_.*side.slot).acl();
    return current == nullptr ? Result<void>{} : keep_inherited(current->view(), out);
  }

  Result<void> copy_as_explicit(AclView given, Acl& out) {
    Acl plain;
    for (const AceView view : given.aces()) {
      Ace ace = view.to_ace();
      ace.flags = static_cast<std::uint8_t>(ace.flags & ~AceFlag::inherited);
      WFP_CHECK_OK(plain.append(ace));
    }
    return apply_aces(plain.view(), object_, Keep::all, out);
  }

  static Result<void> keep_inherited(AclView current, Acl& out) {
    for (const AceView ace : current.aces()) {
      if (ace.has(AceFlag::inherited)) WFP_CHECK_OK(out.append(ace));
    }
    return {};
  }

  const SecurityDescriptor& changes_;
  const SetSecurity& request_;
  SecurityDescriptor made_;
  ChildObject object_;
};

}  // namespace

Result<SecurityDescriptor> create_private_object(const SecurityDescriptor* parent,
                                                 const SecurityDescriptor* creator,
                                                 const NewObject& object) {
  return Creation(parent, creator, object).run();
}

Result<SecurityDescriptor> set_security(const SecurityDescriptor& current,
                                        const SecurityDescriptor& changes,
                                        const SetSecurity& request) {
  return Change(current, changes, request).run();
}

Result<SecurityDescriptor> inherit_anew(const SecurityDescriptor& parent,
                                        const SecurityDescriptor& child, const NewObject& object) {
  SecurityDescriptor made = child;
  const ChildObject heir{.is_container = object.is_container,
                         .owner = made.owner ? &*made.owner : nullptr,
                         .group = made.group ? &*made.group : nullptr,
                         .mapping = object.mapping,
                         .object_types = object.object_types};
  for (const Side* side : {&kDacl, &kSacl}) {
    const AclSlot& slot = child.*side->slot;
    if (!(object.auto_inherit.*side->auto_inherit) || slot.is_null() ||
        child.has(side->is_protected))
      continue;
    Acl acl;
    if (slot.is_present())
      WFP_CHECK_OK(apply_aces(slot.acl()->view(), heir, Keep::explicit_only, acl));
    WFP_CHECK_OK(inherit_side(&parent, *side, heir, true, acl));
    if (slot.is_absent() && acl.empty()) continue;
    made.*side->slot = acl;
    set_bit(made.control, side->auto_inherited, true);
  }
  return made;
}

}  // namespace wfp::security
