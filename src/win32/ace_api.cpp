// securitybaseapi.h: adding one ACE to the end of an ACL.
#include <windows.h>

#include <bit>
#include <optional>

#include "win32/acl_access.h"
#include "win32/edge.h"
#include "win32/sid_access.h"

namespace wfp::win32 {
namespace {

using security::AceType;

constexpr DWORD kAuditFlags = SUCCESSFUL_ACCESS_ACE_FLAG | FAILED_ACCESS_ACE_FLAG;

// What the functions below say of the ACE they add.
struct NewAce {
  AceType type;
  DWORD flags;
  DWORD mask;
  PSID sid;
  const GUID* object_type = nullptr;
  const GUID* inherited_object_type = nullptr;
};

std::optional<Guid> guid_of(const GUID* guid) {
  if (guid == nullptr) return std::nullopt;
  return std::bit_cast<Guid>(*guid);
}

Result<void> add(PACL to, DWORD revision, const NewAce& from) {
  WFP_TRY(AclBuffer acl, AclBuffer::at(to));
  WFP_TRY(const auto sid, sid_at(from.sid));
  WFP_CHECK_OK(require(revision >= MIN_ACL_REVISION && revision <= MAX_ACL_REVISION,
                       Status::revision_mismatch));
  const bool object = security::shape_of(from.type) == security::AceShape::object;
  WFP_CHECK_OK(require(!object || revision >= ACL_REVISION_DS, Status::revision_mismatch));
  const bool audit =
      from.type == AceType::system_audit || from.type == AceType::system_audit_object;
  const DWORD allowed_flags = VALID_INHERIT_FLAGS | (audit ? kAuditFlags : 0);
  WFP_CHECK_OK(require((from.flags & ~allowed_flags) == 0));
  // A one-entry ACL lays the ACE out.
  security::Acl one;
  WFP_CHECK_OK(
      one.append(security::Ace{.type = from.type,
                               .flags = static_cast<std::uint8_t>(from.flags),
                               .mask = from.mask,
                               .sid = security::Sid(sid),
                               .object_type = guid_of(from.object_type),
                               .inherited_object_type = guid_of(from.inherited_object_type)}));
  const auto ace = one.bytes().subspan(security::AclView::kHeaderSize);
  return acl.insert(acl.ace_count(), ace, 1, static_cast<BYTE>(revision));
}

BOOL add_ace(PACL acl, DWORD revision, const NewAce& ace) {
  return answer([&] { return add(acl, revision, ace); });
}

DWORD audit_flags(DWORD flags, BOOL success, BOOL failure) {
  if (success) flags |= SUCCESSFUL_ACCESS_ACE_FLAG;
  if (failure) flags |= FAILED_ACCESS_ACE_FLAG;
  return flags;
}

// The object functions without any GUID add the plain type.
AceType object_or_plain(AceType object, AceType plain, const GUID* type, const GUID* inherited) {
  return type == nullptr && inherited == nullptr ? plain : object;
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI AddAccessAllowedAce(PACL pAcl, DWORD dwAceRevision, DWORD AccessMask, PSID pSid) {
  return add_ace(pAcl, dwAceRevision, {AceType::access_allowed, 0, AccessMask, pSid});
}

BOOL WINAPI AddAccessAllowedAceEx(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags, DWORD AccessMask,
                                  PSID pSid) {
  return add_ace(pAcl, dwAceRevision, {AceType::access_allowed, AceFlags, AccessMask, pSid});
}

BOOL WINAPI AddAccessDeniedAce(PACL pAcl, DWORD dwAceRevision, DWORD AccessMask, PSID pSid) {
  return add_ace(pAcl, dwAceRevision, {AceType::access_denied, 0, AccessMask, pSid});
}

BOOL WINAPI AddAccessDeniedAceEx(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags, DWORD AccessMask,
                                 PSID pSid) {
  return add_ace(pAcl, dwAceRevision, {AceType::access_denied, AceFlags, AccessMask, pSid});
}

BOOL WINAPI AddAuditAccessAce(PACL pAcl, DWORD dwAceRevision, DWORD dwAccessMask, PSID pSid,
                              BOOL bAuditSuccess, BOOL bAuditFailure) {
  return AddAuditAccessAceEx(pAcl, dwAceRevision, 0, dwAccessMask, pSid, bAuditSuccess,
                             bAuditFailure);
}

BOOL WINAPI AddAuditAccessAceEx(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags, DWORD dwAccessMask,
                                PSID pSid, BOOL bAuditSuccess, BOOL bAuditFailure) {
  const DWORD flags = audit_flags(AceFlags, bAuditSuccess, bAuditFailure);
  return add_ace(pAcl, dwAceRevision, {AceType::system_audit, flags, dwAccessMask, pSid});
}

BOOL WINAPI AddMandatoryAce(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags, DWORD MandatoryPolicy,
                            PSID pLabelSid) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(
        require((MandatoryPolicy & ~static_cast<DWORD>(SYSTEM_MANDATORY_LABEL_VALID_MASK)) == 0));
    WFP_TRY(const auto label, sid_at(pLabelSid));
    WFP_CHECK_OK(require(label.authority() == 16 && label.sub_authority_count() == 1));
    return add(pAcl, dwAceRevision,
               {AceType::system_mandatory_label, AceFlags, MandatoryPolicy, pLabelSid});
  });
}

BOOL WINAPI AddAccessAllowedObjectAce(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags,
                                      DWORD AccessMask, GUID* ObjectTypeGuid,
                                      GUID* InheritedObjectTypeGuid, PSID pSid) {
  const AceType type = object_or_plain(AceType::access_allowed_object, AceType::access_allowed,
                                       ObjectTypeGuid, InheritedObjectTypeGuid);
  return add_ace(pAcl, dwAceRevision,
                 {type, AceFlags, AccessMask, pSid, ObjectTypeGuid, InheritedObjectTypeGuid});
}

BOOL WINAPI AddAccessDeniedObjectAce(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags,
                                     DWORD AccessMask, GUID* ObjectTypeGuid,
                                     GUID* InheritedObjectTypeGuid, PSID pSid) {
  const AceType type = object_or_plain(AceType::access_denied_object, AceType::access_denied,
                                       ObjectTypeGuid, InheritedObjectTypeGuid);
  return add_ace(pAcl, dwAceRevision,
                 {type, AceFlags, AccessMask, pSid, ObjectTypeGuid, InheritedObjectTypeGuid});
}

BOOL WINAPI AddAuditAccessObjectAce(PACL pAcl, DWORD dwAceRevision, DWORD AceFlags,
                                    DWORD AccessMask, GUID* ObjectTypeGuid,
                                    GUID* InheritedObjectTypeGuid, PSID pSid, BOOL bAuditSuccess,
                                    BOOL bAuditFailure) {
  const AceType type = object_or_plain(AceType::system_audit_object, AceType::system_audit,
                                       ObjectTypeGuid, InheritedObjectTypeGuid);
  const DWORD flags = audit_flags(AceFlags, bAuditSuccess, bAuditFailure);
  return add_ace(pAcl, dwAceRevision,
                 {type, flags, AccessMask, pSid, ObjectTypeGuid, InheritedObjectTypeGuid});
}
