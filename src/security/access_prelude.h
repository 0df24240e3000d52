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
  AccessMask relabelled = 0;        // what only SeRelabel lets pass the label
  bool maximum = false;
  PrivilegeSet privileges_used{};  // those that granted something
};

Prelude begin_check(const CompiledDescriptor& descriptor, const Token& token,
                    const AccessRequest& request);

// The privileges that a check which granted this has used.
PrivilegeSet privileges_used(const Prelude& check, AccessMask granted);

}  // namespace wfp::security
