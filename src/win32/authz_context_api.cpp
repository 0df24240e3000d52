// authz.h: resource managers and client contexts.
#include <limits>

#include "security/well_known.h"
#include "win32/authz_context.h"
#include "win32/edge.h"
#include "win32/own_token.h"
#include "win32/sid_access.h"
#include "win32/unix_account.h"

namespace wfp::win32 {
namespace {

// What a program says of a context that it makes.
struct Label {
  PLARGE_INTEGER expires;
  LUID identifier;
};

void put_label(ClientData& data, const Label& label) {
  data.expires.QuadPart =
      label.expires != nullptr ? label.expires->QuadPart : std::numeric_limits<LONGLONG>::max();
  data.identifier = label.identifier;
}

Result<AUTHZ_CLIENT_CONTEXT_HANDLE> open_context(ClientData data) {
  WFP_TRY(auto client, make_client(std::move(data)));
  return give_authz_handle<AUTHZ_CLIENT_CONTEXT_HANDLE>(
      std::make_shared<const ClientContext>(std::move(client)));
}

Result<void> check_manager(AUTHZ_RESOURCE_MANAGER_HANDLE handle) {
  WFP_CHECK_OK(handle_table().get<ResourceManager>(static_cast<HANDLE>(handle)));
  return {};
}

ClientData client_of(const TokenSnapshot& token) {
  return {.user = token.user,
          .groups = token.groups,
          .privileges = token.privileges,
          .integrity = token.integrity,
          .logon = token.statistics.AuthenticationId};
}

// Of a Unix user what NSS lists; of any other SID nothing is known but itself.
Result<ClientData> client_of(security::SidView user, DWORD flags) {
  ClientData data{.user = {security::Sid(user), 0},
                  .integrity = security::well_known(security::WellKnownSid::medium_label)};
  if ((flags & AUTHZ_SKIP_TOKEN_GROUPS) != 0) return data;
  const auto uid = unix_id(user, UnixKind::user);
  WFP_CHECK_OK(require(uid.has_value(), Status::none_mapped));
  WFP_TRY(const UnixGroups groups, unix_groups(*uid));
  data.groups = groups_of(*uid, groups.primary, groups.all, true);
  return data;
}

Result<void> append(std::vector<SidWithAttributes>& to, const SID_AND_ATTRIBUTES* from,
                    DWORD count) {
  WFP_CHECK_OK(require(from != nullptr || count == 0));
  for (DWORD i = 0; i < count; ++i) {
    WFP_TRY(const auto sid, sid_at(from[i].Sid));
    to.push_back({security::Sid(sid), from[i].Attributes});
  }
  return {};
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI AuthzInitializeResourceManager(DWORD Flags,
                                           PFN_AUTHZ_DYNAMIC_ACCESS_CHECK pfnDynamicAccessCheck,
                                           PFN_AUTHZ_COMPUTE_DYNAMIC_GROUPS pfnComputeDynamicGroups,
                                           PFN_AUTHZ_FREE_DYNAMIC_GROUPS pfnFreeDynamicGroups,
                                           PCWSTR, PAUTHZ_RESOURCE_MANAGER_HANDLE out) {
  return answer([&]() -> Result<void> {
    constexpr DWORD kKnown = AUTHZ_RM_FLAG_NO_AUDIT | AUTHZ_RM_FLAG_INITIALIZE_UNDER_IMPERSONATION |
                             AUTHZ_RM_FLAG_NO_CENTRAL_ACCESS_POLICIES;
    WFP_CHECK_OK(require(out != nullptr && (Flags & ~kKnown) == 0));
    *out = nullptr;
    // Who writes audits needs SeAuditPrivilege, which nobody has here.
    WFP_CHECK_OK(require((Flags & AUTHZ_RM_FLAG_NO_AUDIT) != 0, Status::privilege_not_held));
    const bool calls_back = pfnDynamicAccessCheck != nullptr ||
                            pfnComputeDynamicGroups != nullptr || pfnFreeDynamicGroups != nullptr;
    WFP_CHECK_OK(require(!calls_back, Status::not_implemented));
    WFP_TRY(*out, give_authz_handle<AUTHZ_RESOURCE_MANAGER_HANDLE>(
                      std::make_shared<const ResourceManager>()));
    return {};
  });
}

BOOL WINAPI AuthzFreeResourceManager(AUTHZ_RESOURCE_MANAGER_HANDLE hAuthzResourceManager) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(check_manager(hAuthzResourceManager));
    return handle_table().close(static_cast<HANDLE>(hAuthzResourceManager));
  });
}

BOOL WINAPI AuthzInitializeContextFromToken(DWORD Flags, HANDLE TokenHandle,
                                            AUTHZ_RESOURCE_MANAGER_HANDLE hAuthzResourceManager,
                                            PLARGE_INTEGER pExpirationTime, LUID Identifier, PVOID,
                                            PAUTHZ_CLIENT_CONTEXT_HANDLE phAuthzClientContext) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(phAuthzClientContext != nullptr && Flags == 0));
    *phAuthzClientContext = nullptr;
    WFP_CHECK_OK(check_manager(hAuthzResourceManager));
    WFP_TRY(const auto token, token_of(TokenHandle, TOKEN_QUERY));
    ClientData data = client_of(token->token());
    put_label(data, {pExpirationTime, Identifier});
    WFP_TRY(*phAuthzClientContext, open_context(std::move(data)));
    return {};
  });
}

BOOL WINAPI AuthzInitializeContextFromSid(DWORD Flags, PSID UserSid,
                                          AUTHZ_RESOURCE_MANAGER_HANDLE hAuthzResourceManager,
                                          PLARGE_INTEGER pExpirationTime, LUID Identifier, PVOID,
                                          PAUTHZ_CLIENT_CONTEXT_HANDLE phAuthzClientContext) {
  return answer([&]() -> Result<void> {
    constexpr DWORD kKnown =
        AUTHZ_SKIP_TOKEN_GROUPS | AUTHZ_REQUIRE_S4U_LOGON | AUTHZ_COMPUTE_PRIVILEGES;
    WFP_CHECK_OK(require(phAuthzClientContext != nullptr && (Flags & ~kKnown) == 0));
    *phAuthzClientContext = nullptr;
    // A logon, and the privileges it would give: there is no such service here.
    const bool logs_on = (Flags & (AUTHZ_REQUIRE_S4U_LOGON | AUTHZ_COMPUTE_PRIVILEGES)) != 0;
    WFP_CHECK_OK(require(!logs_on, Status::not_implemented));
    WFP_CHECK_OK(check_manager(hAuthzResourceManager));
    WFP_TRY(const auto user, sid_at(UserSid));
    WFP_TRY(ClientData data, client_of(user, Flags));
    put_label(data, {pExpirationTime, Identifier});
    WFP_TRY(*phAuthzClientContext, open_context(std::move(data)));
    return {};
  });
}

BOOL WINAPI AuthzInitializeContextFromAuthzContext(
    DWORD Flags, AUTHZ_CLIENT_CONTEXT_HANDLE hAuthzClientContext, PLARGE_INTEGER pExpirationTime,
    LUID Identifier, PVOID, PAUTHZ_CLIENT_CONTEXT_HANDLE phNewAuthzClientContext) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(phNewAuthzClientContext != nullptr && Flags == 0));
    *phNewAuthzClientContext = nullptr;
    WFP_TRY(const auto context, context_of(hAuthzClientContext));
    ClientData data = context->client()->data;
    put_label(data, {pExpirationTime, Identifier});
    WFP_TRY(*phNewAuthzClientContext, open_context(std::move(data)));
    return {};
  });
}

BOOL WINAPI AuthzAddSidsToContext(AUTHZ_CLIENT_CONTEXT_HANDLE hAuthzClientContext,
                                  PSID_AND_ATTRIBUTES Sids, DWORD SidCount,
                                  PSID_AND_ATTRIBUTES RestrictedSids, DWORD RestrictedSidCount,
                                  PAUTHZ_CLIENT_CONTEXT_HANDLE phNewAuthzClientContext) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(phNewAuthzClientContext != nullptr));
    *phNewAuthzClientContext = nullptr;
    WFP_TRY(const auto context, context_of(hAuthzClientContext));
    ClientData data = context->client()->data;
    WFP_CHECK_OK(append(data.groups, Sids, SidCount));
    WFP_CHECK_OK(append(data.restricted, RestrictedSids, RestrictedSidCount));
    WFP_TRY(*phNewAuthzClientContext, open_context(std::move(data)));
    return {};
  });
}

BOOL WINAPI AuthzFreeContext(AUTHZ_CLIENT_CONTEXT_HANDLE hAuthzClientContext) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(context_of(hAuthzClientContext));
    return handle_table().close(static_cast<HANDLE>(hAuthzClientContext));
  });
}
