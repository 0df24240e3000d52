#include "daemon/set_request.h"

#include "daemon/required_rights.h"

namespace wfp::daemon {
namespace {

using security::Acl;
using security::AclSlot;
using security::Sid;

Result<std::optional<Sid>> parse_sid(bool wanted, const Pointer& pointer, Status if_null) {
  if (!wanted) return std::nullopt;
  if (!pointer) return fail(if_null, "the pointer of a part that is to be set is NULL");
  auto sid = Sid::from_bytes(*pointer);
  if (!sid) return fail(Status::invalid_sid, sid.error().what);
  return *sid;
}

Result<AclSlot> parse_acl(bool wanted, const Pointer& pointer) {
  if (!wanted) return AclSlot::absent();
  if (!pointer) return AclSlot::null();
  auto acl = Acl::from_bytes(*pointer);
  if (!acl) return fail(Status::invalid_acl, acl.error().what);
  return AclSlot(*std::move(acl));
}

}  // namespace

Result<SetParts> parse_set(const SetRequest& request) {
  if (auto rights = rights_to_set(request.information); !rights) return fail(rights.error());
  SetParts parts{.information = request.information};
  WFP_TRY(parts.owner,
          parse_sid(parts.has(Information::owner), request.owner, Status::invalid_owner));
  WFP_TRY(parts.group,
          parse_sid(parts.has(Information::group), request.group, Status::invalid_primary_group));
  WFP_TRY(parts.dacl, parse_acl(parts.has(Information::dacl), request.dacl));
  WFP_TRY(parts.sacl, parse_acl(parts.has(Information::sacl), request.sacl));
  return parts;
}

}  // namespace wfp::daemon
