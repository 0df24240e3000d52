// The audit decision: does the SACL want this access, as it was decided, to be noted?
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "security/access_check.h"

namespace wfp::security {

struct AuditDecision {
  std::optional<std::uint16_t>
      success;  // the first ACE of the SACL that notes the granted access; none: not noted
  std::optional<std::uint16_t> failure;  // the first that notes the refused one

  [[nodiscard]] bool audits() const { return success || failure; }
};

// After check_access, with the same request and its result. An ACE notes a success if it speaks of
// a granted right, a failure if it speaks of a right that was asked for and refused (asking for the
// maximum asks for every right). Deny-only groups are noted, and so is an access whose condition is
// unknown: to note too much is the safer mistake.
AuditDecision decide_audit(const CompiledDescriptor& descriptor, const Token& token,
                           const AccessRequest& request, const AccessResult& result);

// After check_access_by_type with a result per node: an ACE with an object type notes what happened
// to that node and those below it; `nodes` is as long as request.object_types.
AuditDecision decide_audit_by_type(const CompiledDescriptor& descriptor, const Token& token,
                                   const AccessRequest& request,
                                   std::span<const AccessResult> nodes);

}  // namespace wfp::security
