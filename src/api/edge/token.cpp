// FwpsOpenToken0.
#include "api/client/token.h"
#include "api/edge/edge.h"

// Keep below.
#include "win32/token_handle.h"

namespace wfp::api {
namespace {

LUID luid_of(std::uint64_t id) { return {static_cast<DWORD>(id), static_cast<LONG>(id >> 32)}; }

std::uint64_t number_of(LUID id) {
  return std::uint64_t{static_cast<std::uint32_t>(id.HighPart)} << 32 | id.LowPart;
}

PSID sid_pointer(const SidBytes& sid) {
  return sid.empty() ? nullptr
                     : const_cast<std::uint8_t*>(
                           sid.data());  // NOLINT: copied by the callee, not written to
}

// An impersonation token, so that AccessCheck takes its handle.
TOKEN_STATISTICS statistics_of(const TokenFacts& facts) {
  TOKEN_STATISTICS statistics{};
  statistics.TokenType = TokenImpersonation;
  statistics.ImpersonationLevel = SecurityImpersonation;
  statistics.ModifiedId = luid_of(facts.modified_id);
  return statistics;
}

Call<HANDLE> make_handle(const TokenFacts& facts, DWORD desired_access) {
  std::vector<SID_AND_ATTRIBUTES> groups;
  for (const auto& group : facts.groups)
    groups.push_back({sid_pointer(group.sid), group.attributes});
  std::vector<LUID_AND_ATTRIBUTES> privileges;
  for (const auto& privilege : facts.privileges)
    privileges.push_back({luid_of(privilege.luid), privilege.attributes});
  OPENWFP_TOKEN token{};
  token.user = {sid_pointer(facts.user), facts.user_attributes};
  token.groupCount = static_cast<DWORD>(groups.size());
  token.groups = groups.data();
  token.privilegeCount = static_cast<DWORD>(privileges.size());
  token.privileges = privileges.data();
  token.primaryGroup = sid_pointer(facts.primary_group);
  token.integrityLabel = sid_pointer(facts.integrity);
  token.statistics = statistics_of(facts);
  HANDLE handle = nullptr;
  const DWORD code = openwfp_token_handle_create(&token, desired_access, &handle);
  if (code != 0) return fail(Refusal(status_info_of_win32(code).status));
  return handle;
}

}  // namespace
}  // namespace wfp::api

using namespace wfp::api;

WFP_EXPORT NativeStatus FwpsOpenToken0(HANDLE engineHandle, LUID modifiedId, DWORD desiredAccess,
                                       HANDLE* accessToken) {
  return answer([&]() -> Call<void> {
    if (accessToken != nullptr) *accessToken = nullptr;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(accessToken));
    WFP_TRY(const auto facts, open_token(*engine, number_of(modifiedId), desiredAccess));
    WFP_TRY(*accessToken, make_handle(facts, desiredAccess));
    return {};
  });
}
