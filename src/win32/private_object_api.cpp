// securitybaseapi.h: the descriptors of a server's own objects.
#include "security/private_object.h"

#include <windows.h>

#include <bit>
#include <optional>

#include "win32/descriptor_access.h"
#include "win32/edge.h"
#include "win32/memory.h"
#include "win32/token_object.h"

namespace wfp::win32 {
namespace {

using security::SecurityDescriptor;

// Integrity labels made on the way and the kernel's own flags are not there.
constexpr ULONG kCreateFlags = SEF_DACL_AUTO_INHERIT | SEF_SACL_AUTO_INHERIT |
                               SEF_DEFAULT_DESCRIPTOR_FOR_OBJECT | SEF_AVOID_PRIVILEGE_CHECK |
                               SEF_AVOID_OWNER_CHECK | SEF_DEFAULT_OWNER_FROM_PARENT |
                               SEF_DEFAULT_GROUP_FROM_PARENT;
constexpr ULONG kSetFlags = SEF_DACL_AUTO_INHERIT | SEF_SACL_AUTO_INHERIT |
                            SEF_AVOID_PRIVILEGE_CHECK | SEF_AVOID_OWNER_CHECK;

security::AutoInherit auto_inherit(ULONG flags) {
  return {(flags & SEF_DACL_AUTO_INHERIT) != 0, (flags & SEF_SACL_AUTO_INHERIT) != 0};
}

security::GenericMapping mapping_of(const GENERIC_MAPPING& from) {
  return {from.GenericRead, from.GenericWrite, from.GenericExecute, from.GenericAll};
}

// Null for a null pointer.
Result<std::unique_ptr<const SecurityDescriptor>> optional_descriptor(PSECURITY_DESCRIPTOR from) {
  if (from == nullptr) return nullptr;
  auto descriptor = descriptor_at(from);
  if (!descriptor) return fail(std::move(descriptor).error());
  return std::make_unique<const SecurityDescriptor>(*std::move(descriptor));
}

Result<std::shared_ptr<const TokenObject>> optional_token(HANDLE handle) {
  if (handle == nullptr) return nullptr;
  return token_of(handle, TOKEN_QUERY);
}

Result<void> give(const SecurityDescriptor& descriptor, PSECURITY_DESCRIPTOR* out) {
  WFP_TRY(auto copy, local_copy(descriptor.to_bytes()));
  *out = copy.release();
  return {};
}

struct Creation {
  PSECURITY_DESCRIPTOR parent;
  PSECURITY_DESCRIPTOR creator;
  const GUID* object_type;
  bool is_container;
  ULONG flags;
  HANDLE token;
  PGENERIC_MAPPING mapping;
};

// May the token's holder give the new object the owner and the SACL that the creator's descriptor
// has?
Result<void> check_creator(const SecurityDescriptor& creator, const TokenObject* token,
                           ULONG flags) {
  if (creator.owner && (flags & SEF_AVOID_OWNER_CHECK) == 0) {
    WFP_CHECK_OK(require(token != nullptr, Status::no_token));
    const auto& holder = token->token().token;
    const bool may =
        holder.may_assign_owner(*creator.owner) || holder.has(security::Privilege::restore);
    WFP_CHECK_OK(require(may, Status::invalid_owner));
  }
  if (creator.sacl.is_present() && (flags & SEF_AVOID_PRIVILEGE_CHECK) == 0) {
    WFP_CHECK_OK(require(token != nullptr, Status::no_token));
    WFP_CHECK_OK(require(token->token().token.has(security::Privilege::security),
                         Status::privilege_not_held));
  }
  return {};
}

// What a token's default DACL is on Windows: its holder and SYSTEM may do all.
Result<security::Acl> default_dacl(const security::Sid& owner) {
  security::Acl acl;
  for (const security::Sid& sid :
       {owner, security::well_known(security::WellKnownSid::local_system)}) {
    WFP_CHECK_OK(acl.append(security::Ace{.mask = GENERIC_ALL, .sid = sid}));
  }
  return acl;
}

// The first that there is of: from the parent if the flag says so, from the token.
std::optional<security::Sid> default_sid(bool from_parent, const SecurityDescriptor* parent,
                                         std::optional<security::Sid> SecurityDescriptor::* part,
                                         std::optional<security::Sid> from_token) {
  if (from_parent && parent != nullptr && parent->*part) return parent->*part;
  return from_token;
}

Result<SecurityDescriptor> create(const Creation& from) {
  WFP_CHECK_OK(require(from.mapping != nullptr && (from.flags & ~kCreateFlags) == 0));
  WFP_TRY(const auto parent, optional_descriptor(from.parent));
  WFP_TRY(const auto creator, optional_descriptor(from.creator));
  WFP_TRY(const auto token, optional_token(from.token));
  if (creator) WFP_CHECK_OK(check_creator(*creator, token.get(), from.flags));

  const auto token_owner = token ? std::optional(token->token().owner) : std::nullopt;
  const auto token_group = token ? token->token().primary_group : std::nullopt;
  const auto owner = default_sid((from.flags & SEF_DEFAULT_OWNER_FROM_PARENT) != 0, parent.get(),
                                 &SecurityDescriptor::owner, token_owner);
  const bool has_owner = owner || (creator && creator->owner);
  WFP_CHECK_OK(require(has_owner, Status::no_token));
  WFP_TRY(const auto dacl, default_dacl(owner ? *owner : *creator->owner));
  const auto type = from.object_type == nullptr ? Guid{} : std::bit_cast<Guid>(*from.object_type);
  const security::NewObject object{
      .is_container = from.is_container,
      .auto_inherit = auto_inherit(from.flags),
      .mapping = mapping_of(*from.mapping),
      .object_types = {&type, from.object_type == nullptr ? 0u : 1u},
      .owner = owner ? *owner : *creator->owner,
      .group = default_sid((from.flags & SEF_DEFAULT_GROUP_FROM_PARENT) != 0, parent.get(),
                           &SecurityDescriptor::group, token_group),
      .default_dacl = &dacl,
      .creator_is_default = (from.flags & SEF_DEFAULT_DESCRIPTOR_FOR_OBJECT) != 0};
  return security::create_private_object(parent.get(), creator.get(), object);
}

BOOL create_and_give(const Creation& from, PSECURITY_DESCRIPTOR* out) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(out != nullptr));
    *out = nullptr;
    WFP_TRY(const auto descriptor, create(from));
    return give(descriptor, out);
  });
}

// The functions that set are not told what kind of object it is. One with ACEs for children has
// children.
bool looks_like_container(const SecurityDescriptor& descriptor) {
  if (!descriptor.dacl.is_present()) return false;
  for (const auto ace : descriptor.dacl.acl()->aces()) {
    if (ace.has(OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE)) return true;
  }
  return false;
}

BOOL set(SECURITY_INFORMATION information, PSECURITY_DESCRIPTOR changes,
         PSECURITY_DESCRIPTOR* object, ULONG flags, PGENERIC_MAPPING mapping, HANDLE token_handle) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(object != nullptr && mapping != nullptr && (flags & ~kSetFlags) == 0));
    WFP_TRY(const auto current, descriptor_at(*object));
    WFP_TRY(const auto wanted, descriptor_at(changes));
    WFP_TRY(const auto token, optional_token(token_handle));
    const bool ask =
        (information & OWNER_SECURITY_INFORMATION) != 0 && (flags & SEF_AVOID_OWNER_CHECK) == 0;
    WFP_CHECK_OK(require(!ask || token != nullptr, Status::no_token));
    const security::SetSecurity request{
        .information = information,
        .is_container = looks_like_container(current) || looks_like_container(wanted),
        .auto_inherit = auto_inherit(flags),
        .mapping = mapping_of(*mapping),
        .token = ask ? &token->token().token : nullptr};
    WFP_TRY(const auto result, security::set_security(current, wanted, request));
    PSECURITY_DESCRIPTOR fresh = nullptr;
    WFP_CHECK_OK(give(result, &fresh));
    LocalFree(std::exchange(*object, fresh));
    return {};
  });
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI CreatePrivateObjectSecurity(PSECURITY_DESCRIPTOR ParentDescriptor,
                                        PSECURITY_DESCRIPTOR CreatorDescriptor,
                                        PSECURITY_DESCRIPTOR* NewDescriptor, BOOL IsDirectoryObject,
                                        HANDLE Token, PGENERIC_MAPPING GenericMapping) {
  return create_and_give({ParentDescriptor, CreatorDescriptor, nullptr, IsDirectoryObject != FALSE,
                          0, Token, GenericMapping},
                         NewDescriptor);
}

BOOL WINAPI CreatePrivateObjectSecurityEx(PSECURITY_DESCRIPTOR ParentDescriptor,
                                          PSECURITY_DESCRIPTOR CreatorDescriptor,
                                          PSECURITY_DESCRIPTOR* NewDescriptor, GUID* ObjectType,
                                          BOOL IsContainerObject, ULONG AutoInheritFlags,
                                          HANDLE Token, PGENERIC_MAPPING GenericMapping) {
  return create_and_give({ParentDescriptor, CreatorDescriptor, ObjectType,
                          IsContainerObject != FALSE, AutoInheritFlags, Token, GenericMapping},
                         NewDescriptor);
}

BOOL WINAPI SetPrivateObjectSecurity(SECURITY_INFORMATION SecurityInformation,
                                     PSECURITY_DESCRIPTOR ModificationDescriptor,
                                     PSECURITY_DESCRIPTOR* ObjectsSecurityDescriptor,
                                     PGENERIC_MAPPING GenericMapping, HANDLE Token) {
  return set(SecurityInformation, ModificationDescriptor, ObjectsSecurityDescriptor, 0,
             GenericMapping, Token);
}

BOOL WINAPI SetPrivateObjectSecurityEx(SECURITY_INFORMATION SecurityInformation,
                                       PSECURITY_DESCRIPTOR ModificationDescriptor,
                                       PSECURITY_DESCRIPTOR* ObjectsSecurityDescriptor,
                                       ULONG AutoInheritFlags, PGENERIC_MAPPING GenericMapping,
                                       HANDLE Token) {
  return set(SecurityInformation, ModificationDescriptor, ObjectsSecurityDescriptor,
             AutoInheritFlags, GenericMapping, Token);
}

BOOL WINAPI GetPrivateObjectSecurity(PSECURITY_DESCRIPTOR ObjectDescriptor,
                                     SECURITY_INFORMATION SecurityInformation,
                                     PSECURITY_DESCRIPTOR ResultantDescriptor,
                                     DWORD DescriptorLength, PDWORD ReturnLength) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(ReturnLength != nullptr));
    WFP_TRY(auto descriptor, descriptor_at(ObjectDescriptor));
    WFP_CHECK_OK(keep_parts(descriptor, SecurityInformation));
    const auto bytes = descriptor.to_bytes();
    *ReturnLength = static_cast<DWORD>(bytes.size());
    const bool fits = ResultantDescriptor != nullptr && DescriptorLength >= bytes.size();
    WFP_CHECK_OK(require(fits, Status::buffer_too_small));
    std::memcpy(ResultantDescriptor, bytes.data(), bytes.size());
    return {};
  });
}

BOOL WINAPI DestroyPrivateObjectSecurity(PSECURITY_DESCRIPTOR* ObjectDescriptor) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(ObjectDescriptor != nullptr));
    LocalFree(std::exchange(*ObjectDescriptor, nullptr));
    return {};
  });
}
