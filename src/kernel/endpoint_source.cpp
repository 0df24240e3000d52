#include "kernel/endpoint_source.h"

#include <linux/capability.h>

#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>

#include "endpoint_iter.skel.h"
#include "kernel/capabilities.h"
#include "kernel/iterator.h"
#include "kernel/network_namespaces.h"
#include "kernel/skeleton.h"
#include "kernel/snapshot_builder.h"

namespace wfp::kernel {
namespace {

using Clock = std::chrono::steady_clock;
using Shared = std::shared_ptr<const endpoint::Snapshot>;

}  // namespace

// The loaded programs, and one pass over them.
struct EndpointSource::State {
  EndpointSourceOptions options;
  Skeleton<endpoint_iter, endpoint_iter::destroy> skeleton;
  GroupArena arena;
  BpfLink files, tcp, udp, namespaces;
  std::uint32_t own_namespace = 0;
  bool may_enter = false;

  std::mutex passing;  // held during a pass; guards what follows
  PassBuffer buffer;
  PassTimes times;
  std::uint64_t pass = 0;

  mutable std::mutex credentials_mutex;
  CredentialTable credentials;

  // Those who wait for a pass that has not begun.
  std::mutex waiting;
  std::condition_variable finished;
  bool running = false;
  std::uint64_t begun = 0;
  std::uint64_t ended = 0;
  Result<Shared> last = Shared();

  Result<void> load();
  void begin_pass();
  Result<endpoint::Snapshot> read_everything(bool& named);
  Result<Shared> run_pass();
  Result<void> read_tables(SnapshotBuilder& builder);
  Result<void> read_all_tables(SnapshotBuilder& builder);
};

Result<void> EndpointSource::State::load() {
  silence_libbpf();
  WFP_TRY(const auto capabilities, capability_states());
  if (const std::string missing = missing_capabilities(capabilities); !missing.empty()) {
    return fail(Status::access_denied, "missing " + missing);
  }
  may_enter = options.other_namespaces && holds(capabilities, CAP_SYS_ADMIN);
  skeleton.reset(endpoint_iter::open_and_load());
  if (!skeleton) return load_failure("the kernel refuses the endpoint programs");
  WFP_TRY(arena, GroupArena::map(skeleton->maps.group_arena));
  WFP_TRY(files, attach_iterator(skeleton->progs.endpoint_files));
  WFP_TRY(tcp, attach_iterator(skeleton->progs.endpoint_tcp));
  WFP_TRY(udp, attach_iterator(skeleton->progs.endpoint_udp));
  WFP_TRY(namespaces, attach_iterator(skeleton->progs.endpoint_namespaces));
  WFP_TRY(own_namespace, own_network_namespace());
  return {};
}

Result<void> EndpointSource::State::read_tables(SnapshotBuilder& builder) {
  buffer.clear();
  WFP_CHECK_OK(read_iterator(tcp, buffer));
  WFP_CHECK_OK(read_iterator(udp, buffer));
  return builder.add(buffer.bytes());
}

// Reads the tables of every network namespace that can be entered, from a thread made for it.
Result<void> EndpointSource::State::read_all_tables(SnapshotBuilder& builder) {
  endpoint::Report& report = builder.report();
  WFP_CHECK_OK(read_tables(builder));
  report.namespaces_entered = 1;
  buffer.clear();
  WFP_CHECK_OK(read_iterator(namespaces, buffer));
  FoundNamespaces found = open_namespaces(buffer.bytes(), own_namespace);
  const auto others = static_cast<std::uint32_t>(found.handles.size());
  report.namespaces_seen = 1 + others + found.unreachable;
  if (others == 0) return {};
  if (!may_enter) {
    report.limits.push_back(
        "CAP_SYS_ADMIN is missing: of the other network namespaces, sockets that no process "
        "holds (TIME_WAIT, not yet accepted, in flight) are not listed");
    return {};
  }
  Result<void> outcome;
  std::thread([&] {
    for (const NamespaceHandle& handle : found.handles) {
      if (!enter_namespace(handle)) {
        ++found.unreachable;
        continue;
      }
      outcome = read_tables(builder);
      if (!outcome) return;
      ++report.namespaces_entered;
    }
  }).join();
  if (found.unreachable != 0) {
    report.limits.push_back(
        std::to_string(found.unreachable) +
        " network namespaces could not be entered (CAP_SYS_PTRACE, CAP_SYS_ADMIN)");
  }
  return outcome;
}

void EndpointSource::State::begin_pass() {
  skeleton->bss->pass = ++pass;
  skeleton->bss->next_arena_chunk = 0;
  std::memset(skeleton->bss->next_index, 0, sizeof skeleton->bss->next_index);
  std::memset(skeleton->bss->seen, 0, sizeof skeleton->bss->seen);
}

// `named`: every socket has its lasting id.
Result<endpoint::Snapshot> EndpointSource::State::read_everything(bool& named) {
  begin_pass();
  SnapshotBuilder builder(credentials, {own_namespace, options.system_slice, arena.groups()});
  const auto start = Clock::now();
  buffer.clear();
  WFP_CHECK_OK(read_iterator(files, buffer));
  const auto read = Clock::now();
  WFP_CHECK_OK(builder.add(buffer.bytes()));
  const auto added = Clock::now();
  WFP_CHECK_OK(read_all_tables(builder));
  const auto tables = Clock::now();
  named = !builder.met_unnamed();
  auto snapshot = builder.finish();
  times = {read - start, tables - added, added - read + (Clock::now() - tables)};
  return snapshot;
}

Result<Shared> EndpointSource::State::run_pass() {
  const std::lock_guard lock(passing);
  const std::lock_guard credentials_lock(credentials_mutex);
  bool named = false;
  auto snapshot = read_everything(named);
  if (snapshot && !named)
    snapshot = read_everything(named);  // the first reading of the tables named them
  if (!snapshot) return fail(std::move(snapshot).error());
  auto shared = std::make_shared<const endpoint::Snapshot>(*std::move(snapshot));
  credentials.drop_unused();
  return shared;
}

Result<std::unique_ptr<EndpointSource>> EndpointSource::open(EndpointSourceOptions options) {
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  WFP_CHECK_OK(state->load());
  return std::unique_ptr<EndpointSource>(new EndpointSource(std::move(state)));
}

EndpointSource::EndpointSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
EndpointSource::~EndpointSource() = default;

Result<Shared> EndpointSource::snapshot() {
  std::unique_lock lock(state_->waiting);
  const std::uint64_t wanted =
      state_->begun + 1;  // a pass that has already begun may have missed what we know
  while (state_->ended < wanted) {
    if (state_->running) {
      state_->finished.wait(lock);
      continue;
    }
    state_->running = true;
    const std::uint64_t mine = ++state_->begun;
    lock.unlock();
    auto outcome = state_->run_pass();
    lock.lock();
    state_->last = std::move(outcome);
    state_->ended = mine;
    state_->running = false;
    state_->finished.notify_all();
  }
  return state_->last;
}

std::shared_ptr<const endpoint::CredentialSet> EndpointSource::credential_set(
    std::uint64_t id) const {
  const std::lock_guard lock(state_->credentials_mutex);
  return state_->credentials.find(id);
}

PassTimes EndpointSource::last_times() const {
  const std::lock_guard lock(state_->passing);
  return state_->times;
}

}  // namespace wfp::kernel
