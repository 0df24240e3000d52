// securitybaseapi.h: MakeSelfRelativeSD and MakeAbsoluteSD, between the two forms of a descriptor.
#include <windows.h>

#include <algorithm>
#include <array>

#include "win32/descriptor_access.h"
#include "win32/edge.h"
#include "win32/sid_access.h"

namespace wfp::win32 {
namespace {

// A buffer of the program and the variable that says its size, and on failure the size it needs.
struct Buffer {
  void* bytes;
  LPDWORD size;
  std::size_t needed;

  [[nodiscard]] bool fits() const { return needed == 0 || (bytes != nullptr && *size >= needed); }
  void tell() const { *size = static_cast<DWORD>(needed); }
};

std::size_t acl_size(const ACL* acl) { return acl == nullptr ? 0 : acl->AclSize; }

// The part's copy in its buffer, or null for a part that is not there.
void* filled(const Buffer& buffer, const void* part) {
  if (part == nullptr) return nullptr;
  std::memcpy(buffer.bytes, part, buffer.needed);
  return buffer.bytes;
}

Result<void> make_self_relative(PSECURITY_DESCRIPTOR from, PSECURITY_DESCRIPTOR to,
                                LPDWORD length) {
  WFP_CHECK_OK(require(length != nullptr));
  WFP_TRY(const auto parts, parts_of(from));
  WFP_CHECK_OK(require(!parts.is_self_relative(), Status::bad_descriptor_format));
  WFP_TRY(const auto descriptor, descriptor_at(from));
  const Buffer buffer{to, length, descriptor.size_in_bytes()};
  if (!buffer.fits()) {
    buffer.tell();
    return fail(Status::buffer_too_small);
  }
  const auto bytes = descriptor.to_bytes();
  std::memcpy(to, bytes.data(), bytes.size());
  return {};
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI MakeSelfRelativeSD(PSECURITY_DESCRIPTOR pAbsoluteSecurityDescriptor,
                               PSECURITY_DESCRIPTOR pSelfRelativeSecurityDescriptor,
                               LPDWORD lpdwBufferLength) {
  return answer([&] {
    return make_self_relative(pAbsoluteSecurityDescriptor, pSelfRelativeSecurityDescriptor,
                              lpdwBufferLength);
  });
}

BOOL WINAPI MakeAbsoluteSD(PSECURITY_DESCRIPTOR pSelfRelativeSecurityDescriptor,
                           PSECURITY_DESCRIPTOR pAbsoluteSecurityDescriptor,
                           LPDWORD lpdwAbsoluteSecurityDescriptorSize, PACL pDacl,
                           LPDWORD lpdwDaclSize, PACL pSacl, LPDWORD lpdwSaclSize, PSID pOwner,
                           LPDWORD lpdwOwnerSize, PSID pPrimaryGroup,
                           LPDWORD lpdwPrimaryGroupSize) {
  return answer([&]() -> Result<void> {
    for (LPDWORD size : {lpdwAbsoluteSecurityDescriptorSize, lpdwDaclSize, lpdwSaclSize,
                         lpdwOwnerSize, lpdwPrimaryGroupSize}) {
      WFP_CHECK_OK(require(size != nullptr));
    }
    WFP_TRY(const auto parts, parts_of(pSelfRelativeSecurityDescriptor));
    WFP_CHECK_OK(require(parts.is_self_relative(), Status::bad_descriptor_format));
    WFP_CHECK_OK(require(IsValidSecurityDescriptor(pSelfRelativeSecurityDescriptor),
                         Status::invalid_security_descr));

    const Buffer header{pAbsoluteSecurityDescriptor, lpdwAbsoluteSecurityDescriptorSize,
                        sizeof(SECURITY_DESCRIPTOR)};
    const Buffer dacl{pDacl, lpdwDaclSize, acl_size(parts.dacl)};
    const Buffer sacl{pSacl, lpdwSaclSize, acl_size(parts.sacl)};
    const Buffer owner{pOwner, lpdwOwnerSize, GetLengthSid(parts.owner)};
    const Buffer group{pPrimaryGroup, lpdwPrimaryGroupSize, GetLengthSid(parts.group)};
    const std::array buffers{&header, &dacl, &sacl, &owner, &group};
    if (!std::ranges::all_of(buffers, &Buffer::fits)) {
      for (const Buffer* buffer : buffers) buffer->tell();
      return fail(Status::buffer_too_small);
    }

    SECURITY_DESCRIPTOR absolute{};
    absolute.Revision = SECURITY_DESCRIPTOR_REVISION;
    absolute.Sbz1 = parts.resource_manager_control;
    absolute.Control = static_cast<SECURITY_DESCRIPTOR_CONTROL>(parts.control & ~SE_SELF_RELATIVE);
    absolute.Dacl = static_cast<PACL>(filled(dacl, parts.dacl));
    absolute.Sacl = static_cast<PACL>(filled(sacl, parts.sacl));
    absolute.Owner = filled(owner, parts.owner);
    absolute.Group = filled(group, parts.group);
    std::memcpy(pAbsoluteSecurityDescriptor, &absolute, sizeof absolute);
    return {};
  });
}
