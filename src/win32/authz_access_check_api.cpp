// authz.h: the access checks of client contexts.
#include <bit>
#include <optional>
#include <span>
#include <vector>

#include "security/access_check.h"
#include "security/audit.h"
#include "win32/authz_context.h"
#include "win32/descriptor_access.h"
#include "win32/edge.h"
#include "win32/sid_access.h"

namespace wfp::win32 {
namespace {

// Who asked what of which object, as it was at the first check: what a cached check is about.
class CheckResults final : public HandleObject {
 public:
  CheckResults(ClientRef client, security::CompiledDescriptor descriptor)
      : client_(std::move(client)), descriptor_(std::move(descriptor)) {}
  [[nodiscard]] const security::Token& token() const { return client_->token; }
  [[nodiscard]] const security::CompiledDescriptor& descriptor() const { return descriptor_; }

 private:
  ClientRef client_;
  security::CompiledDescriptor descriptor_;
};

Result<std::vector<security::ObjectType>> object_types(const AUTHZ_ACCESS_REQUEST& request) {
  std::vector<security::ObjectType> types;
  if (request.ObjectTypeList == nullptr) return types;
  for (DWORD i = 0; i < request.ObjectTypeListLength; ++i) {
    const OBJECT_TYPE_LIST& type = request.ObjectTypeList[i];
    WFP_CHECK_OK(require(type.ObjectType != nullptr));
    types.push_back({type.Level, std::bit_cast<Guid>(*type.ObjectType)});
  }
  return types;
}

Result<void> check_reply(const AUTHZ_ACCESS_REPLY* reply, std::size_t types) {
  WFP_CHECK_OK(
      require(reply != nullptr && reply->GrantedAccessMask != nullptr && reply->Error != nullptr));
  const bool fits = reply->ResultListLength == 1 || reply->ResultListLength == types;
  WFP_CHECK_OK(require(fits && reply->ResultListLength != 0));
  // What the SACL says of single nodes is not told apart.
  const bool told = reply->SaclEvaluationResults == nullptr || reply->ResultListLength == 1;
  return require(told, Status::not_implemented);
}

bool is_refusal(Status status) {
  return status == Status::access_denied || status == Status::privilege_not_held;
}

Result<void> check_one(const CheckResults& results, const security::AccessRequest& request,
                       const AUTHZ_ACCESS_REPLY& reply) {
  const auto result = security::check_access_as_api(results.descriptor(), results.token(), request);
  WFP_CHECK_OK(require(result.allowed() || is_refusal(result.status), result.status));
  reply.GrantedAccessMask[0] = result.allowed() ? result.granted : 0;
  reply.Error[0] = code_of(result.status);
  if (reply.SaclEvaluationResults == nullptr) return {};
  const auto audit = security::decide_audit(results.descriptor(), results.token(), request, result);
  reply.SaclEvaluationResults[0] = (audit.success ? DWORD{AUTHZ_GENERATE_SUCCESS_AUDIT} : 0) |
                                   (audit.failure ? DWORD{AUTHZ_GENERATE_FAILURE_AUDIT} : 0);
  return {};
}

Result<void> check_each(const CheckResults& results, const security::AccessRequest& request,
                        const AUTHZ_ACCESS_REPLY& reply) {
  const Status contract = security::check_api_contract(results.descriptor(), request.desired);
  WFP_CHECK_OK(require(contract == Status::success, contract));
  std::vector<security::AccessResult> nodes(request.object_types.size());
  const auto root =
      security::check_access_by_type(results.descriptor(), results.token(), request, nodes);
  WFP_CHECK_OK(require(root.allowed() || is_refusal(root.status), root.status));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    reply.GrantedAccessMask[i] = nodes[i].granted;
    reply.Error[i] = code_of(nodes[i].status);
  }
  return {};
}

Result<void> check(const CheckResults& results, const AUTHZ_ACCESS_REQUEST* asked,
                   const AUTHZ_ACCESS_REPLY* reply) {
  WFP_CHECK_OK(require(asked != nullptr));
  WFP_TRY(const auto types, object_types(*asked));
  WFP_CHECK_OK(check_reply(reply, types.size()));
  std::optional<security::Sid> self;
  if (asked->PrincipalSelfSid != nullptr) {
    WFP_TRY(const auto sid, sid_at(asked->PrincipalSelfSid));
    self = security::Sid(sid);
  }
  const security::AccessRequest request{
      .desired = asked->DesiredAccess, .self = self ? &*self : nullptr, .object_types = types};
  return reply->ResultListLength == 1 ? check_one(results, request, *reply)
                                      : check_each(results, request, *reply);
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI AuthzAccessCheck(DWORD Flags, AUTHZ_CLIENT_CONTEXT_HANDLE hAuthzClientContext,
                             PAUTHZ_ACCESS_REQUEST pRequest, AUTHZ_AUDIT_EVENT_HANDLE hAuditEvent,
                             PSECURITY_DESCRIPTOR pSecurityDescriptor, PSECURITY_DESCRIPTOR*,
                             DWORD OptionalSecurityDescriptorCount, PAUTHZ_ACCESS_REPLY pReply,
                             PAUTHZ_ACCESS_CHECK_RESULTS_HANDLE phAccessCheckResults) {
  return answer([&]() -> Result<void> {
    if (phAccessCheckResults != nullptr) *phAccessCheckResults = nullptr;
    // The descriptor is copied in any case, so that not asking for it makes no difference.
    WFP_CHECK_OK(require((Flags & ~DWORD{AUTHZ_ACCESS_CHECK_NO_DEEP_COPY_SD}) == 0 &&
                         pSecurityDescriptor != nullptr));
    WFP_CHECK_OK(require(hAuditEvent == nullptr && OptionalSecurityDescriptorCount == 0,
                         Status::not_implemented));
    WFP_TRY(const auto context, context_of(hAuthzClientContext));
    const ClientRef client = context->client();
    WFP_TRY(auto descriptor, descriptor_at(pSecurityDescriptor));
    const auto results = std::make_shared<const CheckResults>(
        client, security::CompiledDescriptor(std::move(descriptor), client->token.sids().hash()));
    WFP_CHECK_OK(check(*results, pRequest, pReply));
    if (phAccessCheckResults == nullptr) return {};
    WFP_TRY(*phAccessCheckResults, give_authz_handle<AUTHZ_ACCESS_CHECK_RESULTS_HANDLE>(results));
    return {};
  });
}

BOOL WINAPI AuthzCachedAccessCheck(DWORD Flags,
                                   AUTHZ_ACCESS_CHECK_RESULTS_HANDLE hAccessCheckResults,
                                   PAUTHZ_ACCESS_REQUEST pRequest,
                                   AUTHZ_AUDIT_EVENT_HANDLE hAuditEvent,
                                   PAUTHZ_ACCESS_REPLY pReply) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(Flags == 0));
    WFP_CHECK_OK(require(hAuditEvent == nullptr, Status::not_implemented));
    WFP_TRY(const auto results,
            handle_table().get<CheckResults>(static_cast<HANDLE>(hAccessCheckResults)));
    return check(*results, pRequest, pReply);
  });
}

BOOL WINAPI AuthzFreeHandle(AUTHZ_ACCESS_CHECK_RESULTS_HANDLE hAccessCheckResults) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(handle_table().get<CheckResults>(static_cast<HANDLE>(hAccessCheckResults)));
    return handle_table().close(static_cast<HANDLE>(hAccessCheckResults));
  });
}
