#include "win32/authz_context.h"

namespace wfp::win32 {

Result<ClientRef> make_client(ClientData data) {
  security::TokenData token{
      .user = data.user.sid,
      .user_deny_only = (data.user.attributes & SE_GROUP_USE_FOR_DENY_ONLY) != 0,
      .privileges = enabled(data.privileges),
      .integrity = data.integrity,
      .user_claims = data.user_claims,
      .device_claims = data.device_claims,
      .local_claims = data.local_claims};
  for (const auto& group : data.groups) token.groups.push_back(checkable(group));
  for (const auto& group : data.device_groups) token.device_groups.push_back(checkable(group));
  for (const auto& group : data.restricted) token.restricted.push_back(group.sid);
  WFP_TRY(auto made, security::Token::create(std::move(token)));
  return std::make_shared<const Client>(Client{std::move(data), std::move(made)});
}

}  // namespace wfp::win32
