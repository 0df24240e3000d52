#include "win32/trustee.h"

#include <bit>

#include "win32/account.h"
#include "win32/edge.h"
#include "win32/own_token.h"
#include "win32/sid_access.h"

namespace wfp::win32 {
namespace {

std::optional<Guid> guid_if(bool present, const GUID& guid) {
  if (!present) return std::nullopt;
  return std::bit_cast<Guid>(guid);
}

template <class Width>
Result<Trustee> by_name(const typename Width::Char* name) {
  WFP_CHECK_OK(require(name != nullptr));
  const auto bytes = Width::to_bytes(name);
  if (!bytes) return fail(Status::none_mapped);
  WFP_TRY(const auto sid, sid_of_name(*bytes));
  return Trustee{sid};
}

Result<Trustee> by_sid(const void* sid) {
  WFP_CHECK_OK(require(sid != nullptr));
  WFP_TRY(const auto view, sid_at(sid));
  return Trustee{security::Sid(view)};
}

}  // namespace

Result<security::Sid> sid_of_name(const std::string& name) {
  if (name == "CURRENT_USER") {
    WFP_TRY(const auto token, own_token());
    return token->user.sid;
  }
  WFP_TRY(const Account account, find_account(name));
  return account.sid;
}

Result<Trustee> trustee_of(const OBJECTS_AND_SID& objects) {
  WFP_TRY(Trustee trustee, by_sid(objects.pSid));
  trustee.object_type =
      guid_if((objects.ObjectsPresent & ACE_OBJECT_TYPE_PRESENT) != 0, objects.ObjectTypeGuid);
  trustee.inherited_object_type =
      guid_if((objects.ObjectsPresent & ACE_INHERITED_OBJECT_TYPE_PRESENT) != 0,
              objects.InheritedObjectTypeGuid);
  return trustee;
}

template <class Width>
Result<Trustee> trustee_of(const typename AclTypes<Width>::Trustee& from) {
  const bool single =
      from.pMultipleTrustee == nullptr && from.MultipleTrusteeOperation == NO_MULTIPLE_TRUSTEE;
  WFP_CHECK_OK(require(single && from.ptstrName != nullptr));
  switch (from.TrusteeForm) {
    case TRUSTEE_IS_SID:
      return by_sid(from.ptstrName);
    case TRUSTEE_IS_NAME:
      return by_name<Width>(from.ptstrName);
    case TRUSTEE_IS_OBJECTS_AND_SID:
      return trustee_of(*reinterpret_cast<const OBJECTS_AND_SID*>(from.ptstrName));
    case TRUSTEE_IS_OBJECTS_AND_NAME: {
      const auto& objects =
          *reinterpret_cast<const typename AclTypes<Width>::ObjectsAndName*>(from.ptstrName);
      WFP_CHECK_OK(require(objects.ObjectsPresent == 0));
      return by_name<Width>(objects.ptstrName);
    }
    default:
      return fail(Status::invalid_parameter);
  }
}

template Result<Trustee> trustee_of<Narrow>(const TRUSTEE_A&);
template Result<Trustee> trustee_of<Wide>(const TRUSTEE_W&);

}  // namespace wfp::win32
