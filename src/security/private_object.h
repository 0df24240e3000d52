// The descriptors of a server's own objects, as Windows' CreatePrivateObjectSecurityEx and
// SetPrivateObjectSecurityEx make them: inherited from a container, changed by clients, inherited
// anew when the container changes.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "security/descriptor.h"
#include "security/inherit.h"
#include "security/security_information.h"
#include "security/token.h"

namespace wfp::security {

// How the ACLs of an object follow its container's.
struct AutoInherit {
  bool dacl = true;
  bool sacl = false;
};

struct NewObject {
  bool is_container = false;
  AutoInherit auto_inherit{};
  GenericMapping mapping{};
  std::span<const Guid> object_types{};
  Sid owner{};                        // if the creator names none
  std::optional<Sid> group{};         // if the creator names none
  const Acl* default_dacl = nullptr;  // if neither creator nor container have a DACL for it
  bool creator_is_default = false;    // the creator's ACLs give way to inherited ACEs for its type
};

// The descriptor of a new object. `parent` is its container's, `creator` what its creator asks for;
// either may be nullptr. The creator's explicit ACEs stand before the inherited ones; an ACL of the
// creator that is protected or null, or not to be inherited automatically, inherits nothing.
Result<SecurityDescriptor> create_private_object(const SecurityDescriptor* parent,
                                                 const SecurityDescriptor* creator,
                                                 const NewObject& object);

struct SetSecurity {
  std::uint32_t information = 0;  // bits of SecurityInformation
  bool is_container = false;
  AutoInherit auto_inherit{};
  GenericMapping mapping{};
  std::span<const Guid> object_types{};
  const SecurityDescriptor* parent = nullptr;  // to inherit from anew when the protection ends
  const Token* token =
      nullptr;  // who sets: may he make the new owner the owner? nullptr: not asked
};

// `current` with the parts that `request.information` names taken from `changes`. All of them or,
// on an error, none.
// - DACL, neither protected before nor now: explicit ACEs of `changes`, then the inherited ones
// that
//   were there.
// - DACL protected by the change: a copy, no ACE of it inherited any more.
// - DACL that was protected and is no more: a copy; with UNPROTECTED_DACL and a parent, inherited
//   anew.
// - NULL DACL: never merged with anything; an absent one is an error, not full access.
// invalid_parameter: PROTECTED and UNPROTECTED at once, or no known bit; invalid_owner and
// invalid_primary_group: that part is missing in `changes`, or the token may not assign the owner.
Result<SecurityDescriptor> set_security(const SecurityDescriptor& current,
                                        const SecurityDescriptor& changes,
                                        const SetSecurity& request);

// `child` after its container's descriptor became `parent`: its explicit ACEs, then what it
// inherits now. A protected or null ACL stays as it is.
Result<SecurityDescriptor> inherit_anew(const SecurityDescriptor& parent,
                                        const SecurityDescriptor& child, const NewObject& object);

}  // namespace wfp::security
