#include "win32/token_object.h"

#include <atomic>

#include "security/generic_mapping.h"
#include "win32/edge.h"
#include "win32/sid_access.h"

namespace wfp::win32 {
namespace {

// What can be done with credentials that are only looked at.
constexpr ACCESS_MASK kGrantable =
    TOKEN_QUERY | TOKEN_QUERY_SOURCE | TOKEN_DUPLICATE | TOKEN_IMPERSONATE | READ_CONTROL;
constexpr security::GenericMapping kMapping{
    .read = TOKEN_READ, .write = TOKEN_WRITE, .execute = TOKEN_EXECUTE, .all = TOKEN_ALL_ACCESS};

Result<SidWithAttributes> read(const SID_AND_ATTRIBUTES& from) {
  WFP_TRY(const auto sid, sid_at(from.Sid));
  return SidWithAttributes{security::Sid(sid), from.Attributes};
}

Result<security::Sid> read_or(PSID from, const security::Sid& otherwise) {
  if (from == nullptr) return otherwise;
  WFP_TRY(const auto sid, sid_at(from));
  return security::Sid(sid);
}

security::GroupState state_of(DWORD attributes) {
  if ((attributes & SE_GROUP_USE_FOR_DENY_ONLY) != 0) return security::GroupState::deny_only;
  return (attributes & SE_GROUP_ENABLED) != 0 ? security::GroupState::enabled
                                              : security::GroupState::disabled;
}

Result<security::Token> checkable(const SidWithAttributes& user,
                                  const std::vector<SidWithAttributes>& groups,
                                  const std::vector<LUID_AND_ATTRIBUTES>& privileges,
                                  const security::Sid& label) {
  security::TokenData data{.user = user.sid,
                           .user_deny_only = (user.attributes & SE_GROUP_USE_FOR_DENY_ONLY) != 0,
                           .privileges = enabled(privileges),
                           .integrity = label};
  for (const auto& group : groups) data.groups.push_back(win32::checkable(group));
  return security::Token::create(std::move(data));
}

}  // namespace

security::TokenGroup checkable(const SidWithAttributes& group) {
  return {group.sid, state_of(group.attributes), (group.attributes & SE_GROUP_OWNER) != 0};
}

security::PrivilegeSet enabled(const std::vector<LUID_AND_ATTRIBUTES>& privileges) {
  std::uint64_t bits = 0;
  for (const auto& privilege : privileges) {
    const bool known = privilege.Luid.HighPart == 0 && privilege.Luid.LowPart < 64;
    if (known && (privilege.Attributes & SE_PRIVILEGE_ENABLED) != 0)
      bits |= std::uint64_t{1} << privilege.Luid.LowPart;
  }
  return security::PrivilegeSet::from_bits(bits);
}

Result<std::shared_ptr<const TokenSnapshot>> make_snapshot(const OPENWFP_TOKEN& from) {
  WFP_CHECK_OK(require(from.groups != nullptr || from.groupCount == 0));
  WFP_CHECK_OK(require(from.privileges != nullptr || from.privilegeCount == 0));
  WFP_TRY(const auto user, read(from.user));
  std::vector<SidWithAttributes> groups;
  for (DWORD i = 0; i < from.groupCount; ++i) {
    WFP_TRY(const auto group, read(from.groups[i]));
    groups.push_back(group);
  }
  std::vector<LUID_AND_ATTRIBUTES> privileges(from.privileges,
                                              from.privileges + from.privilegeCount);
  WFP_TRY(const auto owner, read_or(from.owner, user.sid));
  WFP_TRY(const auto label,
          read_or(from.integrityLabel, security::well_known(security::WellKnownSid::medium_label)));
  std::optional<security::Sid> primary_group;
  if (from.primaryGroup != nullptr) {
    WFP_TRY(const auto sid, sid_at(from.primaryGroup));
    primary_group = security::Sid(sid);
  }
  WFP_TRY(auto token, checkable(user, groups, privileges, label));
  TOKEN_STATISTICS statistics = from.statistics;
  statistics.GroupCount = static_cast<DWORD>(groups.size());
  statistics.PrivilegeCount = static_cast<DWORD>(privileges.size());
  return std::make_shared<const TokenSnapshot>(
      TokenSnapshot{user, std::move(groups), std::move(privileges), owner, primary_group, label,
                    statistics, std::move(token)});
}

Result<HANDLE> open_token(std::shared_ptr<const TokenSnapshot> token, ACCESS_MASK desired) {
  ACCESS_MASK granted = kMapping.map(desired);
  if ((granted & MAXIMUM_ALLOWED) != 0)
    granted = (granted & ~static_cast<ACCESS_MASK>(MAXIMUM_ALLOWED)) | kGrantable;
  WFP_CHECK_OK(require((granted & ~kGrantable) == 0, Status::access_denied));
  return handle_table().add(std::make_shared<const TokenObject>(std::move(token), granted));
}

Result<std::shared_ptr<const TokenObject>> token_of(HANDLE handle, ACCESS_MASK needed) {
  WFP_TRY(auto token, handle_table().get<TokenObject>(handle));
  WFP_CHECK_OK(require((token->granted() & needed) == needed, Status::access_denied));
  return token;
}

LUID next_luid() {
  // Windows' own identifiers are below 0x10000 or so, and small ones are tokens' of the endpoint
  // table.
  static std::atomic<std::uint64_t> last{
      (std::uint64_t{static_cast<DWORD>(::GetCurrentProcessId())} << 32) | 0x100000};
  const std::uint64_t number = ++last;
  return {static_cast<DWORD>(number), static_cast<LONG>(number >> 32)};
}

}  // namespace wfp::win32

DWORD openwfp_token_handle_create(const OPENWFP_TOKEN* token, DWORD desiredAccess, HANDLE* handle) {
  return wfp::win32::code_from([&]() -> wfp::Result<void> {
    WFP_CHECK_OK(wfp::win32::require(token != nullptr && handle != nullptr));
    *handle = nullptr;
    WFP_TRY(auto snapshot, wfp::win32::make_snapshot(*token));
    WFP_TRY(*handle, wfp::win32::open_token(std::move(snapshot), desiredAccess));
    return {};
  });
}
