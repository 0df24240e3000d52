#include "daemon/system_ports.h"

#include <linux/capability.h>

#include <algorithm>

#include "kernel/capabilities.h"
#include "kernel/endpoint_source.h"
#include "kernel/peer.h"
#include "security/well_known.h"

namespace wfp::daemon {

using security::Privilege;
using security::Sid;
using security::Token;
using security::TokenData;
using security::WellKnownSid;

struct SystemPorts::Parts {
  std::unique_ptr<kernel::EndpointSource> endpoints;
  std::unique_ptr<kernel::PeerReader> peers;
  std::optional<gid_t> administrators;
  std::optional<gid_t> operators;
  std::vector<std::string> missing;
};

SystemPorts::SystemPorts(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SystemPorts::~SystemPorts() = default;

Result<std::unique_ptr<SystemPorts>> SystemPorts::open(const Config& config) {
  WFP_TRY(const auto capabilities, kernel::capability_states());
  const std::string missing = kernel::missing_capabilities(capabilities);
  if (!missing.empty()) return fail(Status::access_denied, "wfpd lacks " + missing);
  auto parts = std::make_unique<Parts>();
  for (const auto& capability : capabilities) {
    if (!capability.held) parts->missing.emplace_back(capability.name);
  }
  WFP_TRY(parts->endpoints, kernel::EndpointSource::open({.system_slice = config.system_slice}));
  WFP_TRY(parts->peers, kernel::PeerReader::open(config.system_slice));
  parts->administrators = config.administrators;
  parts->operators = config.operators;
  return std::unique_ptr<SystemPorts>(new SystemPorts(std::move(parts)));
}

Result<SnapshotPtr> SystemPorts::snapshot() { return parts_->endpoints->snapshot(); }

CredentialSetPtr SystemPorts::credential_set(std::uint64_t id) {
  return parts_->endpoints->credential_set(id);
}

Result<Peer> SystemPorts::identify(int socket) {
  WFP_TRY(kernel::Peer found, parts_->peers->read(socket));
  if (!found.pidfd) return fail(Status::fwp_session_aborted, "the process that connected is gone");
  WFP_TRY(Token token, token_of(found.credentials));
  return Peer{.uid = found.credentials.uid,
              .pid = static_cast<pid_t>(found.pid),
              .token = std::move(token),
              .process = std::move(found.pidfd)};
}

Result<Token> SystemPorts::token_of(const endpoint::CredentialSet& credentials) {
  TokenData data;
  data.user = Sid(22, {1, credentials.uid});
  const auto hold = [&](const Sid& sid, bool may_own = false) {
    data.groups.push_back({sid, security::GroupState::enabled, may_own});
  };
  const auto holds_group = [&](gid_t gid) {
    return credentials.gid == gid || std::ranges::binary_search(credentials.groups, gid);
  };
  hold(Sid(22, {2, credentials.gid}));
  for (const gid_t gid : credentials.groups) hold(Sid(22, {2, gid}));
  hold(security::well_known(WellKnownSid::everyone));
  hold(security::well_known(WellKnownSid::authenticated_users));
  if (credentials.foreign) return Token::create(std::move(data));
  const bool administrator =
      credentials.uid == 0 || (parts_->administrators && holds_group(*parts_->administrators));
  if (credentials.uid == 0) hold(security::well_known(WellKnownSid::local_system), true);
  if (administrator) hold(security::well_known(WellKnownSid::builtin_administrators), true);
  if (parts_->operators && holds_group(*parts_->operators))
    hold(security::well_known(WellKnownSid::network_configuration_operators));
  const auto gives = [&](int capability, Privilege privilege) {
    if ((credentials.capabilities >> capability & 1) != 0) data.privileges.add(privilege);
  };
  gives(CAP_AUDIT_CONTROL, Privilege::security);
  gives(CAP_CHOWN, Privilege::take_ownership);
  gives(CAP_DAC_OVERRIDE, Privilege::restore);
  gives(CAP_SYS_PTRACE, Privilege::debug);
  return Token::create(std::move(data));
}

const std::vector<std::string>& SystemPorts::missing_capabilities() const {
  return parts_->missing;
}

}  // namespace wfp::daemon
