#include "win32/own_token.h"

#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <limits>
#include <vector>

#include "security/well_known.h"
#include "win32/edge.h"
#include "win32/unix_sid.h"

namespace wfp::win32 {
namespace {

using security::Privilege;
using security::Sid;
using security::WellKnownSid;

constexpr DWORD kEnabled = SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED;
constexpr ino_t kInitialUserNamespace = 0xEFFFFFFD;  // the inode the kernel gives it
constexpr LUID kSystemLogon{0x3E7, 0};

// Which capability is which privilege.
constexpr struct {
  unsigned capability;
  Privilege privilege;
} kPrivileges[] = {
    {CAP_AUDIT_CONTROL, Privilege::security},
    {CAP_CHOWN, Privilege::take_ownership},
    {CAP_DAC_OVERRIDE, Privilege::restore},
    {CAP_SYS_PTRACE, Privilege::debug},
};

// Another user namespace makes anybody root of himself: there, root and capabilities say nothing
// about this machine.
bool in_initial_user_namespace() {
  struct stat status{};
  return ::stat("/proc/self/ns/user", &status) == 0 && status.st_ino == kInitialUserNamespace;
}

std::uint64_t effective_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3]{};
  if (::syscall(SYS_capget, &header, data) != 0) return 0;
  return data[0].effective | (std::uint64_t{data[1].effective} << 32);
}

Result<std::vector<gid_t>> supplementary_groups() {
  const int count = ::getgroups(0, nullptr);
  if (count < 0) return fail(status_from_errno(errno));
  std::vector<gid_t> groups(static_cast<std::size_t>(count));
  const int got = ::getgroups(count, groups.data());
  if (got < 0) return fail(status_from_errno(errno));
  groups.resize(static_cast<std::size_t>(got));
  return groups;
}

// A token's data while it is gathered: OPENWFP_TOKEN points into it.
struct Draft {
  Sid user;
  Sid primary_group;
  std::vector<SidWithAttributes> groups{};
  std::vector<LUID_AND_ATTRIBUTES> privileges{};
};

Result<Draft> gather(bool trusted_namespace) {
  WFP_TRY(const auto groups, supplementary_groups());
  Draft draft{unix_user_sid(::geteuid()), unix_group_sid(::getegid()),
              groups_of(::geteuid(), ::getegid(), groups, trusted_namespace)};
  if (!trusted_namespace) return draft;
  const std::uint64_t capabilities = effective_capabilities();
  for (const auto& [capability, privilege] : kPrivileges) {
    if ((capabilities >> capability & 1) == 0) continue;
    draft.privileges.push_back({{static_cast<DWORD>(privilege), 0},
                                SE_PRIVILEGE_ENABLED | SE_PRIVILEGE_ENABLED_BY_DEFAULT});
  }
  return draft;
}

TOKEN_STATISTICS statistics() {
  TOKEN_STATISTICS statistics{};
  statistics.TokenId = statistics.ModifiedId = next_luid();
  if (::geteuid() == 0) statistics.AuthenticationId = kSystemLogon;
  statistics.ExpirationTime.QuadPart = std::numeric_limits<LONGLONG>::max();  // never
  statistics.TokenType = TokenPrimary;
  return statistics;
}

PSID pointer(const Sid& sid) { return const_cast<std::uint8_t*>(sid.bytes().data()); }

}  // namespace

std::vector<SidWithAttributes> groups_of(uid_t uid, gid_t primary, const std::vector<gid_t>& others,
                                         bool root_counts) {
  std::vector<SidWithAttributes> groups;
  const auto add = [&](const Sid& sid, DWORD attributes = kEnabled) {
    for (const auto& group : groups) {
      if (group.sid == sid) return;
    }
    groups.push_back({sid, attributes});
  };
  add(unix_group_sid(primary));
  for (const gid_t gid : others) add(unix_group_sid(gid));
  add(security::well_known(WellKnownSid::everyone));
  add(security::well_known(WellKnownSid::authenticated_users));
  if (uid == 0 && root_counts) {
    add(security::well_known(WellKnownSid::local_system));
    add(security::well_known(WellKnownSid::builtin_administrators), kEnabled | SE_GROUP_OWNER);
  }
  return groups;
}

Result<std::shared_ptr<const TokenSnapshot>> own_token() {
  WFP_TRY(const Draft draft, gather(in_initial_user_namespace()));
  std::vector<SID_AND_ATTRIBUTES> groups;
  for (const auto& group : draft.groups) groups.push_back({pointer(group.sid), group.attributes});
  OPENWFP_TOKEN token{};
  token.user.Sid = pointer(draft.user);
  token.groupCount = static_cast<DWORD>(groups.size());
  token.groups = groups.data();
  token.privilegeCount = static_cast<DWORD>(draft.privileges.size());
  token.privileges = draft.privileges.data();
  token.primaryGroup = pointer(draft.primary_group);
  token.statistics = statistics();
  return make_snapshot(token);
}

std::shared_ptr<const TokenSnapshot> duplicate(const TokenSnapshot& token, TOKEN_TYPE type,
                                               SECURITY_IMPERSONATION_LEVEL level) {
  auto copy = std::make_shared<TokenSnapshot>(token);
  copy->statistics.TokenId = next_luid();
  copy->statistics.TokenType = type;
  copy->statistics.ImpersonationLevel = type == TokenImpersonation ? level : SecurityAnonymous;
  return copy;
}

}  // namespace wfp::win32
