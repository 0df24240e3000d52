#include "daemon/guard.h"

#include "daemon/set_request.h"
#include "security/access_check.h"
#include "security/security_information.h"

namespace wfp::daemon {
namespace {

Failure refuse(const GuardedObject& target, const security::Token& token,
               security::AccessMask rights) {
  const engine::Refusal found =
      engine::refusal_of({}, target.rules, token, rights, target.attributes);
  Refusal refusal{.object = target.object,
                  .missing = found.missing,
                  .privilege = found.privilege,
                  .owner = found.owner};
  if (refusal.privilege.empty()) return {{Status::access_denied, ""}, refusal};
  return {{Status::privilege_not_held, "a SACL is for holders of " + refusal.privilege}, refusal};
}

}  // namespace

Answer<void> require_access(const GuardedObject& target, const security::Token& token,
                            security::AccessMask rights) {
  if (rights == 0) return {};
  const auto result = security::check_access(
      target.rules, token,
      {.desired = rights, .mapping = engine::kMapping, .resource = target.attributes});
  if (result.allowed()) return {};
  return fail(refuse(target, token, rights));
}

Answer<security::Bytes> read_security(const GuardedObject& target,
                                      const security::SecurityDescriptor& whole,
                                      const security::Token& token, std::uint32_t information) {
  WFP_CHECK_OK(check_get(information));
  WFP_CHECK_OK(require_access(target, token, security::rights_to_query(information)));
  return engine::parts_of(whole, information).to_bytes();
}

}  // namespace wfp::daemon
