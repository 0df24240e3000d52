// Which parts of a descriptor an information mask asks for.
#include "security/acl.h"
#include "win32/descriptor_access.h"

namespace wfp::win32 {
namespace {

// The bits of SECURITY_INFORMATION that speak of a SACL.
constexpr SECURITY_INFORMATION kSaclParts =
    SACL_SECURITY_INFORMATION | LABEL_SECURITY_INFORMATION | ATTRIBUTE_SECURITY_INFORMATION |
    SCOPE_SECURITY_INFORMATION | PROCESS_TRUST_LABEL_SECURITY_INFORMATION |
    ACCESS_FILTER_SECURITY_INFORMATION | BACKUP_SECURITY_INFORMATION;

// Which bit of SECURITY_INFORMATION asks for an ACE of the SACL.
SECURITY_INFORMATION information_of(security::AceType type) {
  using security::AceType;
  switch (type) {
    case AceType::system_mandatory_label:
      return LABEL_SECURITY_INFORMATION;
    case AceType::system_resource_attribute:
      return ATTRIBUTE_SECURITY_INFORMATION;
    case AceType::system_scoped_policy_id:
      return SCOPE_SECURITY_INFORMATION;
    case AceType::system_process_trust_label:
      return PROCESS_TRUST_LABEL_SECURITY_INFORMATION;
    case AceType::system_access_filter:
      return ACCESS_FILTER_SECURITY_INFORMATION;
    default:
      return SACL_SECURITY_INFORMATION;
  }
}

// Leaves in the SACL what was asked for; a SACL of which nothing was asked for is absent.
Result<void> narrow_sacl(security::AclSlot& sacl, SECURITY_INFORMATION wanted) {
  if ((wanted & BACKUP_SECURITY_INFORMATION) != 0) return {};
  if ((wanted & kSaclParts) == 0 ||
      (!sacl.is_present() && (wanted & SACL_SECURITY_INFORMATION) == 0)) {
    sacl = security::AclSlot::absent();
    return {};
  }
  if (!sacl.is_present()) return {};
  security::Acl kept;
  for (const auto ace : sacl.acl()->aces()) {
    if ((wanted & information_of(ace.type())) != 0) WFP_CHECK_OK(kept.append(ace));
  }
  const bool nothing = kept.empty() && (wanted & SACL_SECURITY_INFORMATION) == 0;
  sacl = nothing ? security::AclSlot::absent() : security::AclSlot(std::move(kept));
  return {};
}

}  // namespace

Result<void> keep_parts(security::SecurityDescriptor& descriptor, SECURITY_INFORMATION wanted) {
  if ((wanted & BACKUP_SECURITY_INFORMATION) != 0) return {};  // all of it
  if ((wanted & OWNER_SECURITY_INFORMATION) == 0) descriptor.owner.reset();
  if ((wanted & GROUP_SECURITY_INFORMATION) == 0) descriptor.group.reset();
  if ((wanted & DACL_SECURITY_INFORMATION) == 0) descriptor.dacl = security::AclSlot::absent();
  return narrow_sacl(descriptor.sacl, wanted);
}

}  // namespace wfp::win32
