// SystemPorts: the ports as the running kernel fills them.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "daemon/config.h"
#include "daemon/ports.h"

namespace wfp::daemon {

class SystemPorts final : public EndpointSource, public IdentitySource {
 public:
  // access_denied, naming the capability that is missing.
  static Result<std::unique_ptr<SystemPorts>> open(const Config& config);
  ~SystemPorts() override;

  Result<SnapshotPtr> snapshot() override;
  CredentialSetPtr credential_set(std::uint64_t id) override;
  Result<Arrival> identify(int socket) override;
  Result<security::Token> token_of(const endpoint::CredentialSet& credentials,
                                   const std::string& service = {}) override;

  // Capabilities that some rows need and this process lacks.
  [[nodiscard]] const std::vector<std::string>& missing_capabilities() const;

 private:
  struct Parts;
  explicit SystemPorts(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace wfp::daemon
