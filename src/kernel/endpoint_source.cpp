#include "kernel/endpoint_source.h"

#include <linux/capability.h>

#include <condition_variable>
#include <cstring>
#include <mutex>

#include "files_iter.skel.h"
#include "kernel/capabilities.h"
#include "kernel/iterator.h"
#include "kernel/skeleton.h"
#include "kernel/snapshot_builder.h"
#include "kernel/table_reader.h"
#include "kernel/thread.h"

namespace wfp::kernel {
namespace {

using Clock = std::chrono::steady_clock;
using Shared = std::shared_ptr<const endpoint::Snapshot>;

constexpr const char* kPidNamespaceLimit =
    "this is not the initial pid namespace: processes outside it are not visited, and pids are the "
    "initial one's";

}  // namespace

// The loaded programs, and one pass over them.
struct EndpointSource::State {
  EndpointSourceOptions options;
  Skeleton<files_iter, files_iter::destroy> skeleton;
  GroupArena arena;
  BpfLink files;
  std::unique_ptr<TableReader> tables;
  bool in_first_pid_namespace = true;

  std::mutex passing;  // held during a pass; guards what follows
  PassBuffer buffer;
  PassTimes times;
  std::uint64_t pass = 0;
  std::size_t last_rows = 0;

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
  Result<void> read_files(SnapshotBuilder& builder);
  Result<void> add_tables(SnapshotBuilder& builder);
};

Result<void> EndpointSource::State::load() {
  silence_libbpf();
  WFP_TRY(const auto capabilities, capability_states());
  if (const std::string missing = missing_capabilities(capabilities); !missing.empty()) {
    return fail(Status::access_denied, "missing " + missing);
  }
  skeleton.reset(files_iter::open_and_load());
  if (!skeleton) return load_failure("the kernel refuses the endpoint programs");
  WFP_TRY(arena, GroupArena::map(skeleton->maps.group_arena));
  WFP_TRY(files, attach_iterator(skeleton->progs.endpoint_files));
  const bool may_enter = options.other_namespaces && holds(capabilities, CAP_SYS_ADMIN);
  WFP_TRY(tables, TableReader::open(may_enter));
  in_first_pid_namespace = kernel::in_first_pid_namespace();
  return {};
}

Result<void> EndpointSource::State::read_files(SnapshotBuilder& builder) {
  const auto start = Clock::now();
  skeleton->bss->pass = pass;
  skeleton->bss->next_arena_chunk = 0;
  std::memset(skeleton->bss->next_index, 0, sizeof skeleton->bss->next_index);
  buffer.clear();
  WFP_CHECK_OK(read_iterator(files, buffer));
  times.files = Clock::now() - start;
  builder.begin_stream(arena.groups());
  return builder.add(buffer.bytes());
}

// Where a table has a socket that no descriptor showed, it is read again, in full.
Result<void> EndpointSource::State::add_tables(SnapshotBuilder& builder) {
  builder.begin_stream(tables->group_arena());
  std::vector<std::size_t> incomplete;
  for (std::size_t table = 0; table < tables->tables(); ++table) {
    const std::size_t before = builder.unknown_cookies();
    WFP_CHECK_OK(builder.add(tables->records(table)));
    if (builder.unknown_cookies() != before) incomplete.push_back(table);
  }
  if (incomplete.empty()) return {};
  WFP_TRY(const auto records, tables->read_in_full(incomplete, builder.rows()));
  return builder.add(records);
}

// `named`: every socket has its lasting id.
Result<endpoint::Snapshot> EndpointSource::State::read_everything(bool& named) {
  ++pass;
  const auto start = Clock::now();
  SnapshotBuilder builder(credentials, {tables->own_namespace(), options.system_slice});
  builder.reserve(last_rows);
  Result<void> tables_read;
  WFP_TRY(std::thread beside, start_thread([&] { tables_read = tables->read(pass); }));
  const auto files_read = read_files(builder);
  const auto read = Clock::now();
  beside.join();
  times.waiting = Clock::now() - read;
  WFP_CHECK_OK(files_read);
  WFP_CHECK_OK(tables_read);
  WFP_CHECK_OK(add_tables(builder));
  tables->report_to(builder.report());
  if (!in_first_pid_namespace) builder.report().limits.push_back(kPidNamespaceLimit);
  named = !builder.met_unnamed();
  auto snapshot = builder.finish();
  last_rows = snapshot.endpoints.size();
  times.all = Clock::now() - start;
  return snapshot;
}

Result<Shared> EndpointSource::State::run_pass() {
  const std::lock_guard lock(passing);
  const std::lock_guard credentials_lock(credentials_mutex);
  bool named = false;
  auto snapshot = read_everything(named);
  if (snapshot && !named)
    snapshot = read_everything(named);  // the first reading of the tables named them
  tables->release();
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
