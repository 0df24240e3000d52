#include "endpoint/snapshot.h"

#include <algorithm>

namespace wfp::endpoint {
namespace {

template <class Row>
const Row* at(const std::vector<Row>& table, Index index) {
  return index < table.size() ? &table[index] : nullptr;
}

}  // namespace

const Endpoint* Snapshot::find(std::uint64_t id) const {
  const auto row = std::ranges::lower_bound(endpoints, id, {}, &Endpoint::id);
  return row != endpoints.end() && row->id == id ? &*row : nullptr;
}

const Process* Snapshot::owner(const Endpoint& endpoint) const {
  return at(processes, endpoint.owner);
}

const Application* Snapshot::application(const Endpoint& endpoint) const {
  const Process* process = owner(endpoint);
  return process ? at(applications, process->application) : nullptr;
}

const CredentialSet* Snapshot::credential_set(const Endpoint& endpoint) const {
  const auto* set = at(credentials, endpoint.credentials);
  return set ? set->get() : nullptr;
}

const Cgroup* Snapshot::cgroup(const Endpoint& endpoint) const {
  return at(cgroups, endpoint.cgroup);
}

const NetworkNamespace* Snapshot::network_namespace(const Endpoint& endpoint) const {
  return at(network_namespaces, endpoint.network_namespace);
}

std::span<const Index> Snapshot::holders_of(const Endpoint& endpoint) const {
  return std::span(holders).subspan(endpoint.first_holder, endpoint.holder_count);
}

}  // namespace wfp::endpoint
