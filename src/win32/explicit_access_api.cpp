// aclapi.h: SetEntriesInAcl, GetExplicitEntriesFromAcl and BuildSecurityDescriptor, in both widths.
#include <aclapi.h>

#include <bit>

#include "win32/acl_access.h"
#include "win32/descriptor_access.h"
#include "win32/edge.h"
#include "win32/explicit_access.h"
#include "win32/memory.h"

namespace wfp::win32 {
namespace {

template <class Width>
Result<std::vector<ExplicitAccess>> entries_at(const typename AclTypes<Width>::Entry* entries,
                                               ULONG count) {
  WFP_CHECK_OK(require(entries != nullptr || count == 0));
  return read_entries<Width>({entries, entries == nullptr ? 0 : count});
}

template <class Width>
DWORD set_entries(ULONG count, const typename AclTypes<Width>::Entry* list, const ACL* old,
                  PACL* out) {
  return code_from([&]() -> Result<void> {
    WFP_CHECK_OK(require(out != nullptr));
    *out = nullptr;
    WFP_TRY(const auto entries, entries_at<Width>(list, count));
    if (old == nullptr && entries.empty()) return {};  // no ACL, and nothing to put into one
    const security::Acl empty;
    security::AclView view = empty.view();
    if (old != nullptr) {
      WFP_TRY(view, acl_at(old));
    }
    WFP_TRY(const auto merged, merge(view, entries));
    WFP_TRY(auto copy, local_copy(merged.bytes()));
    *out = static_cast<PACL>(copy.release());
    return {};
  });
}

// The entry an ACE would be made by; nothing for one that no entry can say.
std::optional<ExplicitAccess> entry_of(const security::Ace& ace, std::uint8_t audit_flag) {
  using security::AceType;
  ExplicitAccess entry{ace.mask,
                       GRANT_ACCESS,
                       static_cast<std::uint8_t>(ace.flags & 0xF),
                       {ace.sid, ace.object_type, ace.inherited_object_type}};
  switch (ace.type) {
    case AceType::access_allowed:
    case AceType::access_allowed_object:
      break;
    case AceType::access_denied:
    case AceType::access_denied_object:
      entry.mode = DENY_ACCESS;
      break;
    case AceType::system_audit:
    case AceType::system_audit_object:
      if ((ace.flags & audit_flag) == 0) return std::nullopt;
      entry.mode = audit_flag == SUCCESSFUL_ACCESS_ACE_FLAG ? SET_AUDIT_SUCCESS : SET_AUDIT_FAILURE;
      return entry;
    default:
      return std::nullopt;
  }
  if (audit_flag == FAILED_ACCESS_ACE_FLAG) return std::nullopt;  // said once already
  return entry;
}

std::vector<ExplicitAccess> entries_of(security::AclView acl) {
  std::vector<ExplicitAccess> entries;
  for (const auto view : acl.aces()) {
    if (view.has(INHERITED_ACE)) continue;
    for (const std::uint8_t flag :
         {std::uint8_t{SUCCESSFUL_ACCESS_ACE_FLAG}, std::uint8_t{FAILED_ACCESS_ACE_FLAG}}) {
      if (auto entry = entry_of(view.to_ace(), flag)) entries.push_back(std::move(*entry));
    }
  }
  return entries;
}

// What an array of entries takes with everything it points to.
template <class Width>
std::size_t size_of(const std::vector<ExplicitAccess>& entries) {
  return entries.size() * (sizeof(typename AclTypes<Width>::Entry) + sizeof(OBJECTS_AND_SID) +
                           security::Sid::kMaxSize);
}

GUID guid_or_zero(const std::optional<Guid>& guid) {
  return guid ? std::bit_cast<GUID>(*guid) : GUID{};
}

// One block: the array, then for each entry an OBJECTS_AND_SID and a SID.
template <class Width>
void lay(const std::vector<ExplicitAccess>& entries, void* block) {
  auto* const array = static_cast<typename AclTypes<Width>::Entry*>(block);
  auto* const objects = reinterpret_cast<OBJECTS_AND_SID*>(array + entries.size());
  auto* sid = reinterpret_cast<BYTE*>(objects + entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i, sid += security::Sid::kMaxSize) {
    const ExplicitAccess& from = entries[i];
    std::memcpy(sid, from.trustee.sid.bytes().data(), from.trustee.sid.size());
    auto& to = array[i];
    to.grfAccessPermissions = from.mask;
    to.grfAccessMode = from.mode;
    to.grfInheritance = from.inheritance;
    const bool typed = from.trustee.object_type || from.trustee.inherited_object_type;
    if (!typed) {
      to.Trustee.TrusteeForm = TRUSTEE_IS_SID;
      to.Trustee.ptstrName = reinterpret_cast<decltype(to.Trustee.ptstrName)>(sid);
      continue;
    }
    objects[i] = {(from.trustee.object_type ? ACE_OBJECT_TYPE_PRESENT : 0u) |
                      (from.trustee.inherited_object_type ? ACE_INHERITED_OBJECT_TYPE_PRESENT : 0u),
                  guid_or_zero(from.trustee.object_type),
                  guid_or_zero(from.trustee.inherited_object_type), reinterpret_cast<SID*>(sid)};
    to.Trustee.TrusteeForm = TRUSTEE_IS_OBJECTS_AND_SID;
    to.Trustee.ptstrName = reinterpret_cast<decltype(to.Trustee.ptstrName)>(&objects[i]);
  }
}

template <class Width>
DWORD get_entries(const ACL* acl, PULONG count, typename AclTypes<Width>::Entry** list) {
  return code_from([&]() -> Result<void> {
    WFP_CHECK_OK(require(count != nullptr && list != nullptr));
    *count = 0;
    *list = nullptr;
    if (acl == nullptr) return {};
    WFP_TRY(const auto view, acl_at(acl));
    const auto entries = entries_of(view);
    if (entries.empty()) return {};
    WFP_TRY(auto block, allocate(size_of<Width>(entries)));
    lay<Width>(entries, block.get());
    *count = static_cast<ULONG>(entries.size());
    *list = static_cast<typename AclTypes<Width>::Entry*>(block.release());
    return {};
  });
}

// Merges entries into an ACL of the new descriptor. No list: it stays as it is.
template <class Width>
Result<void> merge_into(security::AclSlot& slot, const typename AclTypes<Width>::Entry* list,
                        ULONG count) {
  if (list == nullptr) return {};
  WFP_TRY(const auto entries, entries_at<Width>(list, count));
  const security::Acl empty;
  WFP_TRY(auto merged, merge(slot.is_present() ? slot.acl()->view() : empty.view(), entries));
  slot = security::AclSlot(std::move(merged));
  return {};
}

template <class Width>
struct DescriptorParameters {
  const typename AclTypes<Width>::Trustee* owner;
  const typename AclTypes<Width>::Trustee* group;
  ULONG access_count;
  const typename AclTypes<Width>::Entry* access;
  ULONG audit_count;
  const typename AclTypes<Width>::Entry* audit;
  PSECURITY_DESCRIPTOR old;
};

template <class Width>
Result<security::SecurityDescriptor> build(const DescriptorParameters<Width>& from) {
  security::SecurityDescriptor descriptor;
  if (from.old != nullptr) {
    WFP_TRY(const auto parts, parts_of(from.old));
    WFP_CHECK_OK(require(parts.is_self_relative(), Status::invalid_security_descr));
    WFP_TRY(descriptor, descriptor_at(from.old));
  }
  if (from.owner != nullptr) {
    WFP_TRY(const Trustee owner, trustee_of<Width>(*from.owner));
    descriptor.owner = owner.sid;
  }
  if (from.group != nullptr) {
    WFP_TRY(const Trustee group, trustee_of<Width>(*from.group));
    descriptor.group = group.sid;
  }
  WFP_CHECK_OK(merge_into<Width>(descriptor.dacl, from.access, from.access_count));
  WFP_CHECK_OK(merge_into<Width>(descriptor.sacl, from.audit, from.audit_count));
  return descriptor;
}

template <class Width>
DWORD build_descriptor(const DescriptorParameters<Width>& from, PULONG size,
                       PSECURITY_DESCRIPTOR* out) {
  return code_from([&]() -> Result<void> {
    WFP_CHECK_OK(require(size != nullptr && out != nullptr));
    *out = nullptr;
    WFP_TRY(const auto descriptor, build<Width>(from));
    const auto bytes = descriptor.to_bytes();
    WFP_TRY(auto copy, local_copy(bytes));
    *size = static_cast<ULONG>(bytes.size());
    *out = copy.release();
    return {};
  });
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp::win32;

DWORD WINAPI SetEntriesInAclA(ULONG cCountOfExplicitEntries,
                              PEXPLICIT_ACCESS_A pListOfExplicitEntries, PACL OldAcl,
                              PACL* NewAcl) {
  return set_entries<Narrow>(cCountOfExplicitEntries, pListOfExplicitEntries, OldAcl, NewAcl);
}
DWORD WINAPI SetEntriesInAclW(ULONG cCountOfExplicitEntries,
                              PEXPLICIT_ACCESS_W pListOfExplicitEntries, PACL OldAcl,
                              PACL* NewAcl) {
  return set_entries<Wide>(cCountOfExplicitEntries, pListOfExplicitEntries, OldAcl, NewAcl);
}
DWORD WINAPI GetExplicitEntriesFromAclA(PACL pacl, PULONG pcCountOfExplicitEntries,
                                        PEXPLICIT_ACCESS_A* pListOfExplicitEntries) {
  return get_entries<Narrow>(pacl, pcCountOfExplicitEntries, pListOfExplicitEntries);
}
DWORD WINAPI GetExplicitEntriesFromAclW(PACL pacl, PULONG pcCountOfExplicitEntries,
                                        PEXPLICIT_ACCESS_W* pListOfExplicitEntries) {
  return get_entries<Wide>(pacl, pcCountOfExplicitEntries, pListOfExplicitEntries);
}

DWORD WINAPI BuildSecurityDescriptorA(PTRUSTEE_A pOwner, PTRUSTEE_A pGroup,
                                      ULONG cCountOfAccessEntries,
                                      PEXPLICIT_ACCESS_A pListOfAccessEntries,
                                      ULONG cCountOfAuditEntries,
                                      PEXPLICIT_ACCESS_A pListOfAuditEntries,
                                      PSECURITY_DESCRIPTOR pOldSD, PULONG pSizeNewSD,
                                      PSECURITY_DESCRIPTOR* pNewSD) {
  return build_descriptor<Narrow>({pOwner, pGroup, cCountOfAccessEntries, pListOfAccessEntries,
                                   cCountOfAuditEntries, pListOfAuditEntries, pOldSD},
                                  pSizeNewSD, pNewSD);
}
DWORD WINAPI BuildSecurityDescriptorW(PTRUSTEE_W pOwner, PTRUSTEE_W pGroup,
                                      ULONG cCountOfAccessEntries,
                                      PEXPLICIT_ACCESS_W pListOfAccessEntries,
                                      ULONG cCountOfAuditEntries,
                                      PEXPLICIT_ACCESS_W pListOfAuditEntries,
                                      PSECURITY_DESCRIPTOR pOldSD, PULONG pSizeNewSD,
                                      PSECURITY_DESCRIPTOR* pNewSD) {
  return build_descriptor<Wide>({pOwner, pGroup, cCountOfAccessEntries, pListOfAccessEntries,
                                 cCountOfAuditEntries, pListOfAuditEntries, pOldSD},
                                pSizeNewSD, pNewSD);
}
