// The access check: may this token do this with the object this descriptor guards?
//
//   const AccessResult result = check_access(descriptor, token, {.desired = kRead, .mapping =
//   kMapping}); if (!result.allowed()) return fail(result.status);
//
// The order is Windows' (docs/security.md): privileges, integrity label, owner, DACL first come
// first served, and once more for the restricting SIDs. Nothing here allocates, nothing fails:
// doubt is denial.
#pragma once

#include <cstdint>
#include <span>

#include "base/guid.h"
#include "base/status.h"
#include "security/compiled_descriptor.h"
#include "security/generic_mapping.h"
#include "security/privilege.h"
#include "security/token.h"

namespace wfp::security {

// One node of the tree of object types (property sets, properties) that a check may be asked about:
// a list in preorder.
struct ObjectType {
  std::uint16_t level = 0;  // 0 for the root, at most one more than the node before it
  Guid guid{};
};

struct AccessRequest {
  AccessMask desired = 0;  // may hold generic rights and MAXIMUM_ALLOWED
  GenericMapping mapping{};
  const Sid* self = nullptr;  // whom PRINCIPAL SELF (S-1-5-10) stands for
  const AttributeSet* resource =
      nullptr;  // @RESOURCE attributes beside, and before, those of the object's SACL
  std::span<const ObjectType> object_types{};
  bool backup_intent = false;  // the object is opened for backup: SeBackup and SeRestore count
};

struct AccessResult {
  // success, access_denied, privilege_not_held, invalid_parameter (the list of object types has no
  // valid shape), and from check_access_as_api also generic_not_mapped, invalid_security_descr.
  Status status = Status::access_denied;
  AccessMask granted = 0;
  PrivilegeSet privileges_used{};

  [[nodiscard]] bool allowed() const { return status == Status::success; }
  bool operator==(const AccessResult&) const = default;
};

// The kernel's check: generic rights are mapped, a descriptor without owner will do.
AccessResult check_access(const CompiledDescriptor& descriptor, const Token& token,
                          const AccessRequest& request);

// The public AccessCheck: refuses generic rights and descriptors without owner or group before it
// looks at anything.
AccessResult check_access_as_api(const CompiledDescriptor& descriptor, const Token& token,
                                 const AccessRequest& request);
// Only that contract: success if check_access may go on.
Status check_api_contract(const CompiledDescriptor& descriptor, AccessMask desired);

// AccessCheckByTypeResultList: one result per object type into `nodes`, which is as long as
// request.object_types. Returns what the root got; invalid_parameter leaves `nodes` untouched. A
// denied node reports the rights it did get.
AccessResult check_access_by_type(const CompiledDescriptor& descriptor, const Token& token,
                                  const AccessRequest& request, std::span<AccessResult> nodes);

// Yes or no for one or more rights, of the object's own (not generic) kind. Ends at the ACE that
// decides.
bool is_allowed(const CompiledDescriptor& descriptor, const Token& token, AccessMask rights,
                const GenericMapping& mapping, const AttributeSet* resource = nullptr);

}  // namespace wfp::security
