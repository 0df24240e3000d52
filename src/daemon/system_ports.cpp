#include "daemon/system_ports.h"

#include "kernel/capabilities.h"
#include "kernel/endpoint_source.h"
#include "kernel/identity.h"
#include "kernel/peer.h"

namespace wfp::daemon {

using security::Token;

struct SystemPorts::Parts {
  std::unique_ptr<kernel::EndpointSource> endpoints;
  std::unique_ptr<kernel::PeerReader> peers;
  kernel::Identity identity;
  std::vector<std::string> missing;
};

SystemPorts::SystemPorts(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SystemPorts::~SystemPorts() = default;

Result<std::unique_ptr<SystemPorts>> SystemPorts::open(const Config& config) {
  WFP_TRY(const auto capabilities, kernel::capability_states());
  const std::string missing = kernel::missing_capabilities(capabilities);
  if (!missing.empty()) return fail(Status::access_denied, "wfpd lacks " + missing);
  auto rules = kernel::system_identity_rules();
  rules.administrators = config.administrators;
  rules.operators = config.operators;
  auto parts = std::make_unique<Parts>(Parts{
      .endpoints = {}, .peers = {}, .identity = kernel::Identity(std::move(rules)), .missing = {}});
  for (const auto& capability : capabilities) {
    if (!capability.held) parts->missing.emplace_back(capability.name);
  }
  WFP_TRY(parts->endpoints, kernel::EndpointSource::open({.system_slice = config.system_slice}));
  WFP_TRY(parts->peers, kernel::PeerReader::open(config.system_slice));
  return std::unique_ptr<SystemPorts>(new SystemPorts(std::move(parts)));
}

Result<SnapshotPtr> SystemPorts::snapshot() { return parts_->endpoints->snapshot(); }

CredentialSetPtr SystemPorts::credential_set(std::uint64_t id) {
  return parts_->endpoints->credential_set(id);
}

Result<Arrival> SystemPorts::identify(int socket) {
  WFP_TRY(kernel::Peer found, parts_->peers->read(socket));
  if (!found.pidfd) return fail(Status::fwp_session_aborted, "the process that connected is gone");
  return Arrival{.pid = static_cast<pid_t>(found.pid),
                 .process = std::move(found.pidfd),
                 .credentials = std::move(found.credentials),
                 .service = std::move(found.cgroup.service)};
}

Result<Token> SystemPorts::token_of(const endpoint::CredentialSet& credentials,
                                    const std::string& service) {
  return parts_->identity.token_of(credentials, service);
}

const std::vector<std::string>& SystemPorts::missing_capabilities() const {
  return parts_->missing;
}

}  // namespace wfp::daemon
