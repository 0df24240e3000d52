#include "daemon/set_request.h"

#include <cstdio>
#include <string>

#include "engine/security.h"
#include "security/private_object.h"

namespace wfp::daemon {
namespace {

using security::Acl;
using security::AclSlot;
using security::Control;
using security::SecurityDescriptor;
using security::Sid;

constexpr std::uint32_t kReadable = SecurityInformation::owner | SecurityInformation::group |
                                    SecurityInformation::dacl | SecurityInformation::sacl;
constexpr std::uint32_t kDaclProtection =
    SecurityInformation::protected_dacl | SecurityInformation::unprotected_dacl;
constexpr std::uint32_t kSaclProtection =
    SecurityInformation::protected_sacl | SecurityInformation::unprotected_sacl;

Result<void> check_bits(std::uint32_t information, std::uint32_t known) {
  if ((information & ~known) == 0) return {};
  char text[64];
  std::snprintf(text, sizeof text, "security information 0x%x is not supported here",
                information & ~known);
  return fail(Status::invalid_parameter, text);
}

Result<std::optional<Sid>> parse_sid(bool wanted, const Pointer& pointer, Status if_null) {
  if (!wanted) return std::nullopt;
  if (!pointer) return fail(if_null, "the pointer of a part that is to be set is NULL");
  auto sid = Sid::from_bytes(*pointer);
  if (!sid) return fail(Status::invalid_sid, sid.error().what);
  return *sid;
}

Result<AclSlot> parse_acl(bool wanted, const Pointer& pointer, const AclSlot& if_null) {
  if (!wanted) return AclSlot::absent();
  if (!pointer) return if_null;
  auto acl = Acl::from_bytes(*pointer);
  if (!acl) return fail(Status::invalid_acl, acl.error().what);
  return AclSlot(*std::move(acl));
}

}  // namespace

Result<void> check_get(std::uint32_t information) { return check_bits(information, kReadable); }

Result<SetParts> parse_set(const SetRequest& request) {
  WFP_CHECK_OK(check_bits(request.information, kReadable | kDaclProtection | kSaclProtection));
  SetParts parts{.information = request.information};
  const auto all = [&](std::uint32_t bits) { return (request.information & bits) == bits; };
  if (all(kDaclProtection) || all(kSaclProtection)) {
    return fail(Status::invalid_parameter, "an ACL is either protected or unprotected");
  }
  SecurityDescriptor& made = parts.descriptor;
  WFP_TRY(made.owner,
          parse_sid(parts.has(SecurityInformation::owner), request.owner, Status::invalid_owner));
  WFP_TRY(made.group, parse_sid(parts.has(SecurityInformation::group), request.group,
                                Status::invalid_primary_group));
  WFP_TRY(made.dacl,
          parse_acl(parts.has(SecurityInformation::dacl), request.dacl, AclSlot::null()));
  WFP_TRY(made.sacl,
          parse_acl(parts.has(SecurityInformation::sacl), request.sacl, AclSlot::absent()));
  return parts;
}

Result<SecurityDescriptor> apply_set(const SetParts& parts, const SecurityDescriptor& current,
                                     const SecurityDescriptor* parent) {
  std::uint32_t information = parts.information;
  if (parts.has(SecurityInformation::dacl) && !parts.has(kDaclProtection)) {
    information |= current.has(Control::dacl_protected) ? SecurityInformation::protected_dacl
                                                        : SecurityInformation::unprotected_dacl;
  }
  return security::set_security(current, parts.descriptor,
                                {.information = information,
                                 .is_container = true,
                                 .auto_inherit = {.dacl = true, .sacl = false},
                                 .mapping = engine::kMapping,
                                 .object_types = {},
                                 .parent = parent});
}

Result<SecurityDescriptor> inherit(const SecurityDescriptor& child,
                                   const SecurityDescriptor& parent) {
  return security::inherit_anew(parent, child,
                                {.is_container = true,
                                 .auto_inherit = {.dacl = true, .sacl = false},
                                 .mapping = engine::kMapping,
                                 .object_types = {},
                                 .owner = {}});
}

}  // namespace wfp::daemon
