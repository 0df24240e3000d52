#include "win32/descriptor_access.h"

#include "win32/acl_access.h"
#include "win32/sid_access.h"

namespace wfp::win32 {
namespace {

PSID sid_of(BYTE* base, DWORD offset) { return offset == 0 ? nullptr : base + offset; }
PACL acl_of(BYTE* base, DWORD offset) {
  return offset == 0 ? nullptr : reinterpret_cast<PACL>(base + offset);
}

DescriptorParts relative_parts(BYTE* base) {
  SECURITY_DESCRIPTOR_RELATIVE header;
  std::memcpy(&header, base, sizeof header);
  return {header.Control,
          header.Sbz1,
          sid_of(base, header.Owner),
          sid_of(base, header.Group),
          acl_of(base, (header.Control & SE_SACL_PRESENT) != 0 ? header.Sacl : 0),
          acl_of(base, (header.Control & SE_DACL_PRESENT) != 0 ? header.Dacl : 0)};
}

// Offsets are multiples of 4, and none leads into the header. How far a part may reach nobody says:
// it has its own size.
bool is_valid_offset(const void* part, const void* base) {
  if (part == nullptr) return true;
  const auto offset = static_cast<const BYTE*>(part) - static_cast<const BYTE*>(base);
  return offset >= static_cast<std::ptrdiff_t>(sizeof(SECURITY_DESCRIPTOR_RELATIVE)) &&
         offset % 4 == 0;
}

bool is_valid_part(PSID sid) { return sid == nullptr || is_valid_sid(sid); }
bool is_valid_part(PACL acl) { return acl == nullptr || acl_at(acl).has_value(); }

security::AclSlot slot_of(bool present, const ACL* acl) {
  if (!present) return security::AclSlot::absent();
  if (acl == nullptr) return security::AclSlot::null();
  return security::Acl(security::AclView(reinterpret_cast<const std::uint8_t*>(acl)));
}

}  // namespace

Result<DescriptorParts> parts_of(PSECURITY_DESCRIPTOR descriptor) {
  if (descriptor == nullptr) return fail(Status::invalid_parameter);
  auto* base = static_cast<BYTE*>(descriptor);
  if (base[0] != SECURITY_DESCRIPTOR_REVISION) return fail(Status::unknown_revision);
  if ((security::load<WORD>(base + 2) & SE_SELF_RELATIVE) != 0) return relative_parts(base);
  SECURITY_DESCRIPTOR header;
  std::memcpy(&header, base, sizeof header);
  return DescriptorParts{header.Control,
                         header.Sbz1,
                         header.Owner,
                         header.Group,
                         (header.Control & SE_SACL_PRESENT) != 0 ? header.Sacl : nullptr,
                         (header.Control & SE_DACL_PRESENT) != 0 ? header.Dacl : nullptr};
}

bool is_valid(const DescriptorParts& parts) {
  return is_valid_part(parts.owner) && is_valid_part(parts.group) && is_valid_part(parts.sacl) &&
         is_valid_part(parts.dacl);
}

bool has_valid_offsets(PSECURITY_DESCRIPTOR descriptor, const DescriptorParts& parts) {
  if (!parts.is_self_relative()) return true;
  return is_valid_offset(parts.owner, descriptor) && is_valid_offset(parts.group, descriptor) &&
         is_valid_offset(parts.sacl, descriptor) && is_valid_offset(parts.dacl, descriptor);
}

std::size_t size_in_bytes(const DescriptorParts& parts) {
  std::size_t size =
      parts.is_self_relative() ? sizeof(SECURITY_DESCRIPTOR_RELATIVE) : sizeof(SECURITY_DESCRIPTOR);
  for (PSID sid : {parts.owner, parts.group}) size += GetLengthSid(sid);
  for (const ACL* acl : {parts.sacl, parts.dacl})
    size += acl == nullptr ? 0 : (acl->AclSize + 3u) & ~3u;
  return size;
}

Result<security::SecurityDescriptor> descriptor_at(PSECURITY_DESCRIPTOR descriptor,
                                                   Status otherwise) {
  WFP_TRY(const auto parts, parts_of(descriptor));
  if (!has_valid_offsets(descriptor, parts) || !is_valid(parts)) return fail(otherwise);
  security::SecurityDescriptor value;
  value.control = static_cast<std::uint16_t>(parts.control & ~security::kImpliedControl);
  value.resource_manager_control = parts.resource_manager_control;
  if (parts.owner != nullptr) value.owner = security::Sid(*sid_at(parts.owner));
  if (parts.group != nullptr) value.group = security::Sid(*sid_at(parts.group));
  value.sacl = slot_of(parts.has_sacl(), parts.sacl);
  value.dacl = slot_of(parts.has_dacl(), parts.dacl);
  return value;
}

}  // namespace wfp::win32
