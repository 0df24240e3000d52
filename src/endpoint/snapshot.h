// Snapshot: the machine's endpoints at one moment, with the tables their rows name. Immutable once
// built: share it as std::shared_ptr<const Snapshot>.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "endpoint/endpoint.h"

namespace wfp::endpoint {

// What the pass could not see. Each sentence is for a person; none = nothing is missing.
struct Report {
  std::vector<std::string> limits;
  std::uint32_t namespaces_seen = 0;     // network namespaces met
  std::uint32_t namespaces_entered = 0;  // whose own tables were read too
};

struct Snapshot {
  std::vector<Endpoint> endpoints;  // ascending by id
  std::vector<Application> applications;
  std::vector<std::shared_ptr<const CredentialSet>> credentials;
  std::vector<Cgroup> cgroups;
  std::vector<NetworkNamespace> network_namespaces;
  std::vector<Process> processes;
  std::vector<Index> holders;  // of processes
  Report report;

  // nullptr where the endpoint has none.
  [[nodiscard]] const Endpoint* find(std::uint64_t id) const;
  [[nodiscard]] const Process* owner(const Endpoint& endpoint) const;
  [[nodiscard]] const Application* application(const Endpoint& endpoint) const;
  [[nodiscard]] const CredentialSet* credential_set(const Endpoint& endpoint) const;
  [[nodiscard]] const Cgroup* cgroup(const Endpoint& endpoint) const;
  [[nodiscard]] const NetworkNamespace* network_namespace(const Endpoint& endpoint) const;
  [[nodiscard]] std::span<const Index> holders_of(const Endpoint& endpoint) const;
};

}  // namespace wfp::endpoint
