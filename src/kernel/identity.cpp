#include "kernel/identity.h"

#include <linux/capability.h>

#include <algorithm>

#include "endpoint/principal.h"
#include "kernel/service_sid.h"
#include "security/well_known.h"

namespace wfp::kernel {
namespace {

using endpoint::CredentialSet;
using security::GroupState;
using security::Privilege;
using security::TokenData;
using security::WellKnownSid;

bool holds_group(const CredentialSet& credentials, std::uint32_t gid) {
  return credentials.gid == gid || std::ranges::binary_search(credentials.groups, gid);
}

bool holds_any(const CredentialSet& credentials, const std::vector<std::uint32_t>& gids) {
  return std::ranges::any_of(gids,
                             [&](std::uint32_t gid) { return holds_group(credentials, gid); });
}

void add(TokenData& token, const security::Sid& sid, GroupState state = GroupState::enabled,
         bool may_own = false) {
  token.groups.push_back({sid, state, may_own && state == GroupState::enabled});
}

// An id without a mapping stands for anybody, so it names nobody.
void add_ids(TokenData& token, const CredentialSet& credentials, std::uint32_t overflow_id) {
  const auto is_known = [&](std::uint32_t id) { return !credentials.foreign || id != overflow_id; };
  if (is_known(credentials.uid)) token.user = endpoint::user_sid(credentials.uid);
  token.groups.reserve(credentials.groups.size() + 8);
  if (is_known(credentials.gid)) add(token, endpoint::group_sid(credentials.gid));
  for (const std::uint32_t gid : credentials.groups) {
    if (gid != credentials.gid && is_known(gid)) add(token, endpoint::group_sid(gid));
  }
}

void add_privileges(TokenData& token, std::uint64_t capabilities) {
  constexpr std::pair<int, Privilege> kGiven[] = {
      {CAP_AUDIT_CONTROL, Privilege::security},
      {CAP_CHOWN, Privilege::take_ownership},
      {CAP_DAC_OVERRIDE, Privilege::restore},
      {CAP_SYS_PTRACE, Privilege::debug},
  };
  for (const auto& [capability, privilege] : kGiven) {
    if ((capabilities >> capability & 1) != 0) token.privileges.add(privilege);
  }
}

}  // namespace

Result<security::Token> Identity::token_of(const CredentialSet& credentials,
                                           std::string_view service) const {
  TokenData token;
  add_ids(token, credentials, rules_.overflow_id);
  add(token, security::well_known(WellKnownSid::everyone));
  if (credentials.uid != rules_.overflow_id)
    add(token, security::well_known(WellKnownSid::authenticated_users));

  const bool is_root = credentials.uid == 0;
  const bool is_administrator =
      is_root || (rules_.administrators && holds_group(credentials, *rules_.administrators));
  const GroupState power = credentials.foreign ? GroupState::deny_only : GroupState::enabled;
  if (is_root) add(token, security::well_known(WellKnownSid::local_system), power, true);
  if (is_administrator) {
    add(token, security::well_known(WellKnownSid::builtin_administrators), power, true);
  } else if (holds_any(credentials, rules_.unelevated)) {
    add(token, security::well_known(WellKnownSid::builtin_administrators), GroupState::deny_only);
  }
  if (rules_.operators && holds_group(credentials, *rules_.operators)) {
    add(token, security::well_known(WellKnownSid::network_configuration_operators), power);
  }
  if (!service.empty()) add(token, service_sid(service), GroupState::enabled, true);

  if (!credentials.foreign) {
    add_privileges(token, credentials.capabilities);
    if (is_administrator) {
      token.integrity =
          security::well_known(is_root ? WellKnownSid::system_label : WellKnownSid::high_label);
    }
  } else if (rules_.groups_of && credentials.uid != rules_.overflow_id) {
    WFP_TRY(const auto listed, rules_.groups_of(credentials.uid));
    for (const std::uint32_t gid : listed) {
      if (!holds_group(credentials, gid))
        add(token, endpoint::group_sid(gid), GroupState::deny_only);
    }
  }
  return security::Token::create(std::move(token));
}

}  // namespace wfp::kernel
