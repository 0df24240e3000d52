// securitybaseapi.h: the parts of a security descriptor.
#include <windows.h>

#include "win32/descriptor_access.h"
#include "win32/edge.h"
#include "win32/sid_access.h"

namespace wfp::win32 {
namespace {

// The bits that SetSecurityDescriptorControl may touch.
constexpr SECURITY_DESCRIPTOR_CONTROL kSettable =
    SE_DACL_AUTO_INHERIT_REQ | SE_SACL_AUTO_INHERIT_REQ | SE_DACL_AUTO_INHERITED |
    SE_SACL_AUTO_INHERITED | SE_DACL_PROTECTED | SE_SACL_PROTECTED;

void set_bit(SECURITY_DESCRIPTOR_CONTROL& control, SECURITY_DESCRIPTOR_CONTROL bit, bool on) {
  control = static_cast<SECURITY_DESCRIPTOR_CONTROL>(on ? control | bit : control & ~bit);
}

// A descriptor that may be changed: an absolute one.
Result<SECURITY_DESCRIPTOR*> absolute(PSECURITY_DESCRIPTOR descriptor) {
  WFP_TRY(const auto parts, parts_of(descriptor));
  WFP_CHECK_OK(require(!parts.is_self_relative(), Status::invalid_security_descr));
  return static_cast<SECURITY_DESCRIPTOR*>(descriptor);
}

struct AclPart {
  PACL SECURITY_DESCRIPTOR::* acl;
  SECURITY_DESCRIPTOR_CONTROL present;
  SECURITY_DESCRIPTOR_CONTROL defaulted;
};
constexpr AclPart kDacl{&SECURITY_DESCRIPTOR::Dacl, SE_DACL_PRESENT, SE_DACL_DEFAULTED};
constexpr AclPart kSacl{&SECURITY_DESCRIPTOR::Sacl, SE_SACL_PRESENT, SE_SACL_DEFAULTED};

BOOL set_acl(PSECURITY_DESCRIPTOR descriptor, const AclPart& part, bool present, PACL acl,
             bool defaulted) {
  return answer([&]() -> Result<void> {
    WFP_TRY(SECURITY_DESCRIPTOR* const header, absolute(descriptor));
    set_bit(header->Control, part.present, present);
    if (!present) return {};
    header->*part.acl = acl;
    set_bit(header->Control, part.defaulted, defaulted);
    return {};
  });
}

BOOL get_acl(PSECURITY_DESCRIPTOR descriptor, const AclPart& part, PACL DescriptorParts::* acl,
             LPBOOL present, PACL* out, LPBOOL defaulted) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(present != nullptr));
    WFP_TRY(const auto parts, parts_of(descriptor));
    *present = (parts.control & part.present) != 0;
    if (!*present) return {};  // the other two are left alone
    if (out != nullptr) *out = parts.*acl;
    if (defaulted != nullptr) *defaulted = (parts.control & part.defaulted) != 0;
    return {};
  });
}

BOOL set_sid(PSECURITY_DESCRIPTOR descriptor, PSID SECURITY_DESCRIPTOR::* part,
             SECURITY_DESCRIPTOR_CONTROL defaulted, PSID sid, bool is_default) {
  return answer([&]() -> Result<void> {
    WFP_TRY(SECURITY_DESCRIPTOR* const header, absolute(descriptor));
    header->*part = sid;
    set_bit(header->Control, defaulted, is_default);
    return {};
  });
}

BOOL get_sid(PSECURITY_DESCRIPTOR descriptor, PSID DescriptorParts::* part,
             SECURITY_DESCRIPTOR_CONTROL defaulted, PSID* sid, LPBOOL is_default) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(sid != nullptr));
    WFP_TRY(const auto parts, parts_of(descriptor));
    *sid = parts.*part;
    if (is_default != nullptr) *is_default = (parts.control & defaulted) != 0;
    return {};
  });
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI InitializeSecurityDescriptor(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                         DWORD dwRevision) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(pSecurityDescriptor != nullptr));
    WFP_CHECK_OK(require(dwRevision == SECURITY_DESCRIPTOR_REVISION, Status::unknown_revision));
    SECURITY_DESCRIPTOR header{};
    header.Revision = SECURITY_DESCRIPTOR_REVISION;
    std::memcpy(pSecurityDescriptor, &header, sizeof header);
    return {};
  });
}

BOOL WINAPI IsValidSecurityDescriptor(PSECURITY_DESCRIPTOR pSecurityDescriptor) {
  const auto parts = parts_of(pSecurityDescriptor);
  return parts && has_valid_offsets(pSecurityDescriptor, *parts) && is_valid(*parts);
}

DWORD WINAPI GetSecurityDescriptorLength(PSECURITY_DESCRIPTOR pSecurityDescriptor) {
  const auto parts = parts_of(pSecurityDescriptor);
  return parts ? static_cast<DWORD>(size_in_bytes(*parts)) : 0;
}

BOOL WINAPI GetSecurityDescriptorControl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                         PSECURITY_DESCRIPTOR_CONTROL pControl,
                                         LPDWORD lpdwRevision) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(
        require(pSecurityDescriptor != nullptr && pControl != nullptr && lpdwRevision != nullptr));
    *lpdwRevision =
        *static_cast<const BYTE*>(pSecurityDescriptor);  // also of a descriptor we do not know
    WFP_TRY(const auto parts, parts_of(pSecurityDescriptor));
    *pControl = parts.control;
    return {};
  });
}

BOOL WINAPI SetSecurityDescriptorControl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                         SECURITY_DESCRIPTOR_CONTROL ControlBitsOfInterest,
                                         SECURITY_DESCRIPTOR_CONTROL ControlBitsToSet) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require((ControlBitsOfInterest & ~kSettable) == 0));
    WFP_CHECK_OK(require((ControlBitsToSet & ~ControlBitsOfInterest) == 0));
    WFP_TRY(const auto parts, parts_of(pSecurityDescriptor));
    const auto control = static_cast<SECURITY_DESCRIPTOR_CONTROL>(
        (parts.control & ~ControlBitsOfInterest) | ControlBitsToSet);
    std::memcpy(
        static_cast<BYTE*>(pSecurityDescriptor) + FIELD_OFFSET(SECURITY_DESCRIPTOR, Control),
        &control,
        sizeof control);  // the same place in both forms
    return {};
  });
}

BOOL WINAPI GetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                      LPBOOL lpbDaclPresent, PACL* pDacl, LPBOOL lpbDaclDefaulted) {
  return get_acl(pSecurityDescriptor, kDacl, &DescriptorParts::dacl, lpbDaclPresent, pDacl,
                 lpbDaclDefaulted);
}

BOOL WINAPI GetSecurityDescriptorSacl(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                      LPBOOL lpbSaclPresent, PACL* pSacl, LPBOOL lpbSaclDefaulted) {
  return get_acl(pSecurityDescriptor, kSacl, &DescriptorParts::sacl, lpbSaclPresent, pSacl,
                 lpbSaclDefaulted);
}

BOOL WINAPI SetSecurityDescriptorDacl(PSECURITY_DESCRIPTOR pSecurityDescriptor, BOOL bDaclPresent,
                                      PACL pDacl, BOOL bDaclDefaulted) {
  return set_acl(pSecurityDescriptor, kDacl, bDaclPresent, pDacl, bDaclDefaulted);
}

BOOL WINAPI SetSecurityDescriptorSacl(PSECURITY_DESCRIPTOR pSecurityDescriptor, BOOL bSaclPresent,
                                      PACL pSacl, BOOL bSaclDefaulted) {
  return set_acl(pSecurityDescriptor, kSacl, bSaclPresent, pSacl, bSaclDefaulted);
}

BOOL WINAPI GetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR pSecurityDescriptor, PSID* pOwner,
                                       LPBOOL lpbOwnerDefaulted) {
  return get_sid(pSecurityDescriptor, &DescriptorParts::owner, SE_OWNER_DEFAULTED, pOwner,
                 lpbOwnerDefaulted);
}

BOOL WINAPI GetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR pSecurityDescriptor, PSID* pGroup,
                                       LPBOOL lpbGroupDefaulted) {
  return get_sid(pSecurityDescriptor, &DescriptorParts::group, SE_GROUP_DEFAULTED, pGroup,
                 lpbGroupDefaulted);
}

BOOL WINAPI SetSecurityDescriptorOwner(PSECURITY_DESCRIPTOR pSecurityDescriptor, PSID pOwner,
                                       BOOL bOwnerDefaulted) {
  return set_sid(pSecurityDescriptor, &SECURITY_DESCRIPTOR::Owner, SE_OWNER_DEFAULTED, pOwner,
                 bOwnerDefaulted);
}

BOOL WINAPI SetSecurityDescriptorGroup(PSECURITY_DESCRIPTOR pSecurityDescriptor, PSID pGroup,
                                       BOOL bGroupDefaulted) {
  return set_sid(pSecurityDescriptor, &SECURITY_DESCRIPTOR::Group, SE_GROUP_DEFAULTED, pGroup,
                 bGroupDefaulted);
}

DWORD WINAPI GetSecurityDescriptorRMControl(PSECURITY_DESCRIPTOR SecurityDescriptor,
                                            PUCHAR RMControl) {
  const auto parts = parts_of(SecurityDescriptor);
  if (!parts || RMControl == nullptr) return ERROR_INVALID_PARAMETER;
  const bool valid = (parts->control & SE_RM_CONTROL_VALID) != 0;
  *RMControl = valid ? parts->resource_manager_control : 0;
  return valid ? ERROR_SUCCESS : ERROR_INVALID_DATA;
}

DWORD WINAPI SetSecurityDescriptorRMControl(PSECURITY_DESCRIPTOR SecurityDescriptor,
                                            PUCHAR RMControl) {
  if (!parts_of(SecurityDescriptor)) return ERROR_INVALID_PARAMETER;
  auto* header = static_cast<SECURITY_DESCRIPTOR*>(
      SecurityDescriptor);  // Sbz1 and Control: the same in both forms
  header->Sbz1 = RMControl == nullptr ? BYTE{0} : *RMControl;
  set_bit(header->Control, SE_RM_CONTROL_VALID, RMControl != nullptr);
  return ERROR_SUCCESS;
}
