// Trustees: whom an entry of aclapi.h speaks of, by SID or by name, perhaps for one type of object.
#pragma once

#include <aclapi.h>

#include <optional>

#include "base/guid.h"
#include "base/result.h"
#include "security/sid.h"
#include "win32/text.h"

namespace wfp::win32 {

struct Trustee {
  security::Sid sid;
  std::optional<Guid> object_type{};
  std::optional<Guid> inherited_object_type{};
};

// The structures of aclapi.h by width.
template <class Width>
struct AclTypes;
template <>
struct AclTypes<Narrow> {
  using Trustee = TRUSTEE_A;
  using Entry = EXPLICIT_ACCESS_A;
  using ObjectsAndName = OBJECTS_AND_NAME_A;
};
template <>
struct AclTypes<Wide> {
  using Trustee = TRUSTEE_W;
  using Entry = EXPLICIT_ACCESS_W;
  using ObjectsAndName = OBJECTS_AND_NAME_W;
};

// The account of a trustee's name; "CURRENT_USER" is the caller.
Result<security::Sid> sid_of_name(const std::string& name);

// A trustee that OBJECTS_AND_SID describes.
Result<Trustee> trustee_of(const OBJECTS_AND_SID& objects);

// Whom `from` names: invalid_parameter for a malformed one and for type names, which only a
// directory could resolve; none_mapped for a name that nobody has.
template <class Width>
Result<Trustee> trustee_of(const typename AclTypes<Width>::Trustee& from);

}  // namespace wfp::win32
