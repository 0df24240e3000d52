#include "daemon/startup.h"

#include <algorithm>
#include <set>

#include "daemon/process.h"
#include "daemon/service_units.h"
#include "engine/security.h"

namespace wfp::daemon {
namespace {

using engine::DescriptorRef;
using engine::Kind;

Result<DescriptorRef> read_row(const StoredDescriptors& rows, const std::string& name) {
  const auto row = rows.find(name);
  if (row == rows.end()) return DescriptorRef();
  auto descriptor = security::SecurityDescriptor::from_bytes(row->second);
  if (!descriptor) {
    return fail(Status::invalid_security_descr,
                "store: the descriptor of '" + name + "' is damaged: " + descriptor.error().what);
  }
  if (!descriptor->owner || !descriptor->group) {
    return fail(Status::invalid_security_descr,
                "store: the descriptor of '" + name + "' has no owner");
  }
  return std::make_shared<const security::CompiledDescriptor>(*std::move(descriptor));
}

Result<void> read_descriptors(const StoredDescriptors& rows, engine::StoredPolicy& policy) {
  for (std::size_t i = 0; i < engine::kKindCount; ++i) {
    WFP_TRY(policy.containers[i], read_row(rows, container_row(static_cast<Kind>(i))));
  }
  for (const schema::LayerInfo& layer : schema::layers()) {
    WFP_TRY(policy.layer_security[layer.index()], read_row(rows, layer_row(layer)));
  }
  DescriptorRef& engine = policy.containers[static_cast<std::size_t>(Kind::engine)];
  if (engine) engine = engine::keeping_administrators(engine);
  return {};
}

Result<EndpointSecurity> endpoints_of(const StoredDescriptors& rows,
                                      const engine::Snapshot& snapshot) {
  const auto& engine = snapshot.containers[static_cast<std::size_t>(Kind::engine)]->descriptor();
  if (rows.empty()) return EndpointSecurity::defaults(engine);
  for (const auto& name : {container_row(Kind::engine), std::string(kEndpointsRow)}) {
    if (rows.contains(name)) continue;
    return fail(Status::invalid_security_descr,
                "store: the descriptor of '" + name + "' is missing");
  }
  return EndpointSecurity::stored(rows.at(kEndpointsRow));
}

bool still_runs(const Machine& machine, const StoredSession& session) {
  const auto start = machine.process_start(session.pid);
  return start && *start == session.started;
}

void sort_sessions(const Machine& machine, const std::vector<StoredSession>& stored,
                   Startup& startup) {
  std::set<Guid> waiting;
  for (auto at = startup.snapshot.dynamic.first(); at; at.next()) waiting.insert(at.key().session);
  for (const StoredSession& session : stored) {
    const bool has_objects = waiting.erase(session.key) != 0;
    if (has_objects && still_runs(machine, session)) {
      startup.awaited.push_back(session);
    } else {
      startup.gone.push_back(session.key);
    }
  }
  startup.gone.insert(startup.gone.end(), waiting.begin(), waiting.end());
}

// Objects of another boot are gone, and nobody is charged for them.
void keep_owners(std::vector<StoredOwner> owners, Startup& startup) {
  const auto exists = [&](const engine::ObjectName& name) {
    switch (name.kind) {
      case Kind::provider:
        return startup.snapshot.providers.contains(name.key);
      case Kind::provider_context:
        return startup.snapshot.contexts.contains(name.key);
      case Kind::sublayer:
        return startup.snapshot.sublayers.contains(name.key);
      case Kind::callout:
        return startup.snapshot.callouts.contains(name.key);
      default:
        return startup.snapshot.filters.contains(name.key);
    }
  };
  std::erase_if(owners, [&](const StoredOwner& owner) { return !exists(owner.object); });
  startup.owners = std::move(owners);
}

}  // namespace

Result<Machine> Machine::current() {
  WFP_TRY(std::string boot, boot_id());
  return Machine{
      std::move(boot),
      [units = ServiceUnits()](const std::string& service) { return units.is_enabled(service); },
      start_of};
}

Result<Startup> start_from(Store& store, const Machine& machine) {
  WFP_TRY(StoredState state, store.load());
  WFP_CHECK_OK(read_descriptors(state.descriptors, state.policy));
  const bool same_boot = state.boot == machine.boot;
  engine::Loaded loaded =
      engine::load_policy(state.policy, {.same_boot = same_boot, .is_enabled = machine.is_enabled});
  WFP_TRY(EndpointSecurity endpoints, endpoints_of(state.descriptors, loaded.snapshot));
  Startup startup{.snapshot = std::move(loaded.snapshot),
                  .endpoints = std::move(endpoints),
                  .rejected = std::move(loaded.rejected)};
  sort_sessions(machine, state.sessions, startup);
  keep_owners(std::move(state.owners), startup);

  StoreWork work;
  if (!same_boot) work.boot = machine.boot;
  if (state.descriptors.empty()) {
    const auto& containers = startup.snapshot.containers;
    work.descriptors[container_row(Kind::engine)] =
        containers[static_cast<std::size_t>(Kind::engine)]->descriptor().to_bytes();
    work.descriptors[kEndpointsRow] = startup.endpoints.current()->descriptor.to_bytes();
  }
  if (work.boot || !work.descriptors.empty()) WFP_CHECK_OK(store.apply(work));
  return startup;
}

}  // namespace wfp::daemon
