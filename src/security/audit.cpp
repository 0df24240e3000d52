#include "security/audit.h"

#include "security/ace_match.h"

namespace wfp::security {
namespace {

AccessMask asked_for(const AccessRequest& request) {
  const AccessMask desired = request.mapping.map(request.desired);
  return (desired & Right::maximum_allowed) != 0 ? ~AccessMask{kNotForAces} : desired;
}

// The rights an audit ACE speaks of; here alone ACCESS_SYSTEM_SECURITY counts, for it can be
// audited.
AccessMask audited(const CompiledAce& ace, const GenericMapping& mapping) {
  return mapping.map(ace.mask) & ~(Right::maximum_allowed | kGenericRights);
}

class Auditor {
 public:
  Auditor(const CompiledDescriptor& descriptor, const Token& token, const AccessRequest& request)
      : matcher_(descriptor, token, request), request_(request) {}

  void judge(const CompiledAce& ace, const AccessResult& result, AuditDecision& out) const {
    const AccessMask rights = result.allowed() ? result.granted : asked_for(request_);
    const std::uint8_t flag =
        result.allowed() ? AceFlag::successful_access : AceFlag::failed_access;
    auto& noted = result.allowed() ? out.success : out.failure;
    if (noted || !(ace.flags & flag) || (audited(ace, request_.mapping) & rights) == 0) return;
    if (matcher_.audits(ace)) noted = ace.index;
  }

 private:
  AceMatcher matcher_;
  const AccessRequest& request_;
};

}  // namespace

AuditDecision decide_audit(const CompiledDescriptor& descriptor, const Token& token,
                           const AccessRequest& request, const AccessResult& result) {
  AuditDecision out;
  const Auditor auditor(descriptor, token, request);
  for (const CompiledAce& ace : descriptor.audits()) auditor.judge(ace, result, out);
  return out;
}

AuditDecision decide_audit_by_type(const CompiledDescriptor& descriptor, const Token& token,
                                   const AccessRequest& request,
                                   std::span<const AccessResult> nodes) {
  AuditDecision out;
  const Auditor auditor(descriptor, token, request);
  const auto types = request.object_types;
  for (const CompiledAce& ace : descriptor.audits()) {
    std::uint16_t within = 0xFFFF;  // level of the named node while its subtree is walked
    for (std::size_t i = 0; i < types.size() && i < nodes.size(); ++i) {
      if (ace.object != CompiledAce::kNone) {
        if (types[i].level <= within) within = 0xFFFF;
        if (types[i].guid == descriptor.object_type(ace)) within = types[i].level;
        if (within == 0xFFFF) continue;
      }
      auditor.judge(ace, nodes[i], out);
    }
  }
  return out;
}

}  // namespace wfp::security
