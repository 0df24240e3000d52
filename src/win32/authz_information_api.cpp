// authz.h: what a client context says of the client.
#include "win32/authz_context.h"
#include "win32/buffer_layout.h"
#include "win32/edge.h"

namespace wfp::win32 {
namespace {

// The bytes the class takes; they are written if there is a buffer.
Result<std::size_t> lay(const ClientData& client, AUTHZ_CONTEXT_INFORMATION_CLASS what,
                        void* buffer) {
  switch (what) {
    case AuthzContextInfoUserSid:
      return lay_user(client.user, buffer);
    case AuthzContextInfoGroupsSids:
      return lay_groups(client.groups, buffer);
    case AuthzContextInfoRestrictedSids:
      return lay_groups(client.restricted, buffer);
    case AuthzContextInfoDeviceSids:
      return lay_groups(client.device_groups, buffer);
    case AuthzContextInfoPrivileges:
      return lay_privileges(client.privileges, buffer);
    case AuthzContextInfoExpirationTime:
      return lay_value(client.expires, buffer);
    case AuthzContextInfoIdentifier:
      return lay_value(client.identifier, buffer);
    case AuthzContextInfoAuthenticationId:
      return lay_value(client.logon, buffer);
    case AuthzContextInfoServerContext:
    case AuthzContextInfoSource:
    case AuthzContextInfoSecurityAttributes:
    case AuthzContextInfoUserClaims:
    case AuthzContextInfoDeviceClaims:
    case AuthzContextInfoAppContainerSid:
    case AuthzContextInfoCapabilitySids:
      return fail(Status::not_implemented);
    case AuthzContextInfoAll:
      break;
  }
  return fail(Status::invalid_parameter);
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI AuthzGetInformationFromContext(AUTHZ_CLIENT_CONTEXT_HANDLE hAuthzClientContext,
                                           AUTHZ_CONTEXT_INFORMATION_CLASS InfoClass,
                                           DWORD BufferSize, PDWORD pSizeRequired, PVOID Buffer) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(pSizeRequired != nullptr));
    WFP_TRY(const auto context, context_of(hAuthzClientContext));
    const ClientRef client = context->client();
    WFP_TRY(const std::size_t size, lay(client->data, InfoClass, nullptr));
    *pSizeRequired = static_cast<DWORD>(size);
    WFP_CHECK_OK(require(Buffer != nullptr && BufferSize >= size, Status::buffer_too_small));
    WFP_CHECK_OK(lay(client->data, InfoClass, Buffer));
    return {};
  });
}
