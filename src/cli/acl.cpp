#include "cli/acl.h"

#include <fmt/format.h>

#include <cstring>

#include "cli/exit_code.h"
#include "cli/local_memory.h"
#include "cli/text.h"
#include "sddl.h"
#include "windows.h"

namespace wfp::cli {
namespace {

constexpr std::size_t kHeaderSize = 4;
constexpr std::size_t kPlainSidAt = 8;     // header, mask
constexpr std::size_t kObjectFlagsAt = 8;  // header, mask, flags, GUIDs that the flags name
constexpr std::size_t kGuidSize = 16;

template <class T>
T read(const std::string& bytes, std::size_t at) {
  T value{};
  if (at + sizeof value <= bytes.size()) std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

bool is_object_type(std::uint8_t type) {
  switch (type) {
    case ACCESS_ALLOWED_OBJECT_ACE_TYPE:
    case ACCESS_DENIED_OBJECT_ACE_TYPE:
    case SYSTEM_AUDIT_OBJECT_ACE_TYPE:
    case SYSTEM_ALARM_OBJECT_ACE_TYPE:
    case ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE:
    case ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE:
    case SYSTEM_AUDIT_CALLBACK_OBJECT_ACE_TYPE:
    case SYSTEM_ALARM_CALLBACK_OBJECT_ACE_TYPE:
      return true;
    default:
      return false;
  }
}

bool is_sacl_type(std::uint8_t type) {
  switch (type) {
    case ACCESS_ALLOWED_ACE_TYPE:
    case ACCESS_DENIED_ACE_TYPE:
    case ACCESS_ALLOWED_OBJECT_ACE_TYPE:
    case ACCESS_DENIED_OBJECT_ACE_TYPE:
    case ACCESS_ALLOWED_CALLBACK_ACE_TYPE:
    case ACCESS_DENIED_CALLBACK_ACE_TYPE:
    case ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE:
    case ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE:
      return false;
    default:
      return true;
  }
}

std::size_t sid_at(const Ace& ace) {
  if (!is_object_type(ace.type())) return kPlainSidAt;
  const auto flags = read<std::uint32_t>(ace.bytes, kObjectFlagsAt);
  std::size_t at = kObjectFlagsAt + sizeof flags;
  if ((flags & ACE_OBJECT_TYPE_PRESENT) != 0) at += kGuidSize;
  if ((flags & ACE_INHERITED_OBJECT_TYPE_PRESENT) != 0) at += kGuidSize;
  return at;
}

Acl acl_from(const ACL* acl) {
  Acl copy{acl->AclRevision, {}};
  for (DWORD i = 0; i < acl->AceCount; ++i) {
    void* ace = nullptr;
    if (GetAce(const_cast<ACL*>(acl), i, &ace) == FALSE) break;
    copy.aces.push_back(
        {std::string(static_cast<const char*>(ace), static_cast<const ACE_HEADER*>(ace)->AceSize)});
  }
  return copy;
}

AclPart part_from(PSECURITY_DESCRIPTOR descriptor, bool sacl, SECURITY_DESCRIPTOR_CONTROL control) {
  PACL acl = nullptr;
  BOOL present = FALSE, defaulted = FALSE;
  const auto get = sacl ? GetSecurityDescriptorSacl : GetSecurityDescriptorDacl;
  AclPart part;
  if (get(descriptor, &present, &acl, &defaulted) == FALSE || present == FALSE) return part;
  part.state = acl == nullptr ? AclPart::State::null : AclPart::State::list;
  part.is_protected = (control & (sacl ? SE_SACL_PROTECTED : SE_DACL_PROTECTED)) != 0;
  part.auto_inherited = (control & (sacl ? SE_SACL_AUTO_INHERITED : SE_DACL_AUTO_INHERITED)) != 0;
  if (acl != nullptr) part.list = acl_from(acl);
  return part;
}

std::string sddl_of(PSECURITY_DESCRIPTOR descriptor) {
  constexpr SECURITY_INFORMATION kEverything =
      OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION |
      SACL_SECURITY_INFORMATION;
  char* text = nullptr;
  if (ConvertSecurityDescriptorToStringSecurityDescriptorA(descriptor, SDDL_REVISION_1, kEverything,
                                                           &text, nullptr) == FALSE) {
    return {};
  }
  const LocalOwned<char> owner(text);
  return text;
}

}  // namespace

Ace Ace::make(std::uint8_t type, std::uint8_t flags, AccessMask mask, const Sid& sid) {
  const auto size = static_cast<std::uint16_t>(kPlainSidAt + sid.bytes().size());
  Ace ace{std::string(kPlainSidAt, '\0') + sid.bytes()};
  ace.bytes[0] = static_cast<char>(type);
  ace.bytes[1] = static_cast<char>(flags);
  std::memcpy(ace.bytes.data() + 2, &size, sizeof size);
  std::memcpy(ace.bytes.data() + kHeaderSize, &mask, sizeof mask);
  return ace;
}

bool Ace::is_inherited() const { return (flags() & INHERITED_ACE) != 0; }
bool Ace::is_plain() const {
  return type() == ACCESS_ALLOWED_ACE_TYPE || type() == ACCESS_DENIED_ACE_TYPE;
}

bool Ace::is_deny() const {
  return type() == ACCESS_DENIED_ACE_TYPE || type() == ACCESS_DENIED_OBJECT_ACE_TYPE ||
         type() == ACCESS_DENIED_CALLBACK_ACE_TYPE ||
         type() == ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE;
}

bool Ace::is_allow() const { return !is_deny() && !is_sacl_type(type()); }

AccessMask Ace::mask() const { return read<AccessMask>(bytes, kHeaderSize); }

std::optional<Sid> Ace::sid() const {
  if (type() > SYSTEM_ACCESS_FILTER_ACE_TYPE || type() == ACCESS_ALLOWED_COMPOUND_ACE_TYPE)
    return std::nullopt;
  const std::size_t at = sid_at(*this);
  if (at + kHeaderSize * 2 > bytes.size()) return std::nullopt;
  const auto sub_authorities = static_cast<std::uint8_t>(bytes[at + 1]);
  const std::size_t size = 8 + 4u * sub_authorities;
  if (bytes[at] != 1 || sub_authorities > SID_MAX_SUB_AUTHORITIES || at + size > bytes.size())
    return std::nullopt;
  const std::string aligned = bytes.substr(at, size);
  return Sid(reinterpret_cast<const SID*>(aligned.data()));
}

std::string Ace::sddl() const {
  Descriptor alone;
  AclPart& part = is_sacl_type(type()) ? alone.sacl : alone.dacl;
  part.state = AclPart::State::list;
  part.list.revision = is_object_type(type()) ? ACL_REVISION_DS : ACL_REVISION;
  part.list.aces.push_back(*this);
  const std::string text = alone.sddl();
  return text.size() > 2 ? text.substr(2) : std::string();
}

std::string Ace::condition() const {
  const std::string text = sddl();
  std::size_t at = 0;
  for (int fields = 0; fields < 6; ++fields) {
    at = text.find(';', at);
    if (at == std::string::npos) return {};
    ++at;
  }
  return text.substr(at, text.size() - at - 1);
}

std::string Acl::bytes() const {
  std::string entries;
  for (const Ace& ace : aces) entries += ace.bytes;
  ACL header{};
  header.AclRevision = revision;
  header.AclSize = static_cast<WORD>(sizeof header + entries.size());
  header.AceCount = static_cast<WORD>(aces.size());
  return std::string(reinterpret_cast<const char*>(&header), sizeof header) + entries;
}

Descriptor Descriptor::from(PSECURITY_DESCRIPTOR descriptor) {
  Descriptor parts;
  PSID sid = nullptr;
  BOOL defaulted = FALSE;
  if (GetSecurityDescriptorOwner(descriptor, &sid, &defaulted) != FALSE && sid != nullptr) {
    parts.owner = Sid(static_cast<const SID*>(sid));
  }
  if (GetSecurityDescriptorGroup(descriptor, &sid, &defaulted) != FALSE && sid != nullptr) {
    parts.group = Sid(static_cast<const SID*>(sid));
  }
  SECURITY_DESCRIPTOR_CONTROL control = 0;
  DWORD revision = 0;
  if (GetSecurityDescriptorControl(descriptor, &control, &revision) == FALSE) return parts;
  parts.dacl = part_from(descriptor, false, control);
  parts.sacl = part_from(descriptor, true, control);
  return parts;
}

Outcome<Descriptor> Descriptor::from_sddl(const std::string& text) {
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  if (ConvertStringSecurityDescriptorToSecurityDescriptorA(text.c_str(), SDDL_REVISION_1,
                                                           &descriptor, nullptr) == FALSE) {
    return fail(Failure{ExitCode::invalid_policy,
                        "this is not a security descriptor in SDDL",
                        {escaped(text), "see: wfp sddl validate"},
                        symbolic(GetLastError())});
  }
  const LocalOwned<void> owner(descriptor);
  return from(descriptor);
}

std::string Descriptor::sddl() const {
  SECURITY_DESCRIPTOR absolute{};
  InitializeSecurityDescriptor(&absolute, SECURITY_DESCRIPTOR_REVISION);
  if (owner) SetSecurityDescriptorOwner(&absolute, const_cast<SID*>(owner->get()), FALSE);
  if (group) SetSecurityDescriptorGroup(&absolute, const_cast<SID*>(group->get()), FALSE);
  std::string dacl_bytes = dacl.list.bytes(), sacl_bytes = sacl.list.bytes();
  const auto acl = [](const AclPart& part, std::string& bytes) {
    return part.state == AclPart::State::list ? reinterpret_cast<PACL>(bytes.data()) : nullptr;
  };
  if (dacl.state != AclPart::State::absent)
    SetSecurityDescriptorDacl(&absolute, TRUE, acl(dacl, dacl_bytes), FALSE);
  if (sacl.state != AclPart::State::absent)
    SetSecurityDescriptorSacl(&absolute, TRUE, acl(sacl, sacl_bytes), FALSE);
  SECURITY_DESCRIPTOR_CONTROL control = 0;
  if (dacl.is_protected) control |= SE_DACL_PROTECTED;
  if (dacl.auto_inherited) control |= SE_DACL_AUTO_INHERITED;
  if (sacl.is_protected) control |= SE_SACL_PROTECTED;
  if (sacl.auto_inherited) control |= SE_SACL_AUTO_INHERITED;
  SetSecurityDescriptorControl(&absolute, control, control);
  return sddl_of(&absolute);
}

}  // namespace wfp::cli
