// Explicit access: a wish for what a trustee shall be allowed, denied or audited for, merged into
// an ACL.
#pragma once

#include <aclapi.h>

#include <span>
#include <vector>

#include "base/result.h"
#include "security/acl.h"
#include "win32/trustee.h"

namespace wfp::win32 {

struct ExplicitAccess {
  security::AccessMask mask = 0;
  ACCESS_MODE mode = NOT_USED_ACCESS;
  std::uint8_t inheritance = 0;  // ACE flags OI, CI, NP, IO
  Trustee trustee;
};

// The entries of a program's array; as trustee_of, and invalid_parameter for a mode or inheritance
// that is none.
template <class Width>
Result<std::vector<ExplicitAccess>> read_entries(
    std::span<const typename AclTypes<Width>::Entry> entries);

// The ACL with the entries merged in, one after the other. Inherited ACEs stay as they are.
//   GRANT_ACCESS   adds to what an explicit ACE allows the trustee and takes it from what one
//   denies him SET_ACCESS     replaces every explicit ACE that allows or denies him DENY_ACCESS
//   adds to what an explicit ACE denies him REVOKE_ACCESS  removes every explicit ACE that allows
//   him or audits him SET_AUDIT_*    adds to what an explicit ACE audits
// New ACEs that deny or audit come first; new ones that allow, before the first that allows or is
// inherited.
Result<security::Acl> merge(security::AclView old, std::span<const ExplicitAccess> entries);

}  // namespace wfp::win32
