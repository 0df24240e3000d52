// What comes before the DACL in an access check: privileges and the integrity label. Internal to
// this folder.
#pragma once

#include "security/access_check.h"

namespace wfp::security {

// What is left for the DACL to decide.
struct Prelude {
  Status status = Status::success;  // else the check has ended with this
  AccessMask desired = 0;           // explicitly asked for, mapped, without MAXIMUM_ALLOWED
  AccessMask granted = 0;           // by privileges
  AccessMask eligible = 0;          // what MAXIMUM_ALLOWED may reach: all that the label permits
  bool maximum = false;
  PrivilegeSet privileges_used{};
};

Prelude begin_check(const CompiledDescriptor& descriptor, const Token& token,
                    const AccessRequest& request);

}  // namespace wfp::security
