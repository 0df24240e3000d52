// How a descriptor follows a Set and its parent's ACL.
#pragma once

#include "base/result.h"
#include "daemon/set_request.h"
#include "security/descriptor.h"

namespace wfp::daemon {

// `child` - a container - with its inherited ACEs made anew from `parent`'s inheritable ones,
// behind its own. One that is protected, or that has no DACL (everyone has full access), comes back
// unchanged. invalid_acl: it would be too long.
Result<security::SecurityDescriptor> inherit(const security::SecurityDescriptor& child,
                                             const security::SecurityDescriptor& parent);

// What Set makes of `current`. `parent` is what the object inherits from, nullptr for the engine.
//   Protected: the ACL's own entries alone count; entries inherited before become its own when no
//   new ACL is given. Unprotected: entries marked as inherited are dropped and the parent's come
//   instead. Neither: as protected as it was before.
Result<security::SecurityDescriptor> apply(const SetParts& parts,
                                           const security::SecurityDescriptor& current,
                                           const security::SecurityDescriptor* parent);

}  // namespace wfp::daemon
