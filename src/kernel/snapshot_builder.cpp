#include "kernel/snapshot_builder.h"

#include <algorithm>
#include <tuple>

#include "kernel/records.h"
#include "kernel/socket_row.h"

namespace wfp::kernel {
namespace {

using endpoint::Index;
using endpoint::kNone;

constexpr Index kMostIndices = 1u << 26;  // a stream with more is not ours

std::string_view text_of(std::span<const std::byte> bytes, std::uint32_t length) {
  return {reinterpret_cast<const char*>(bytes.data()), length};
}

// Enters `value` at `index` of a table that grows as indices appear; false if no pass counts so
// far.
bool enter(std::vector<Index>& table, Index index, Index value) {
  if (index >= kMostIndices) return false;
  if (table.size() <= index) table.resize(index + 1, kNone);
  table[index] = value;
  return true;
}

Index look_up(const std::vector<Index>& table, Index index) {
  return index < table.size() ? table[index] : kNone;
}

}  // namespace

void SnapshotBuilder::reserve(std::size_t rows) {
  rows_.reserve(rows);
  snapshot_.endpoints.reserve(rows + rows / 8);
  holds_.reserve(rows + rows / 8);
}

void SnapshotBuilder::begin_stream(std::span<const std::uint32_t> group_arena) {
  group_arena_ = group_arena;
  processes_.clear();
  credentials_.clear();
  cgroups_.clear();
}

Result<void> SnapshotBuilder::add(std::span<const std::byte> stream) {
  const bool good = for_each_record(stream, [this](const wfp_record_header& header, auto bytes) {
    return add_record(header, bytes);
  });
  if (!good) return fail(Status::internal_error, "a record of the endpoint pass is malformed");
  return {};
}

bool SnapshotBuilder::add_record(const wfp_record_header& header,
                                 std::span<const std::byte> bytes) {
  switch (header.kind) {
    case WFP_RECORD_SOCKET: {
      wfp_socket_record record;
      if (!read_record(bytes, record)) return false;
      add_socket(record);
      return true;
    }
    case WFP_RECORD_PROCESS: {
      wfp_process_record record;
      return read_record(bytes, record) && add_process(record, bytes.subspan(sizeof record));
    }
    case WFP_RECORD_COOKIE: {
      wfp_cookie_record record;
      if (!read_record(bytes, record)) return false;
      unknown_cookies_ += rows_.contains(record.cookie) ? 0 : 1;
      return true;
    }
    case WFP_RECORD_CREDENTIAL:
      return add_credential(header.index, bytes);
    case WFP_RECORD_CGROUP:
      return add_cgroup(header.index, bytes);
    default:
      return false;
  }
}

void SnapshotBuilder::add_socket(const wfp_socket_record& record) {
  met_unnamed_ = met_unnamed_ || (record.flags & WFP_SOCKET_UNNAMED) != 0;
  const auto next = static_cast<Index>(snapshot_.endpoints.size());
  const auto [row, is_new] = rows_.insert(record.cookie, next);
  if (is_new) {
    endpoint::Endpoint& endpoint = snapshot_.endpoints.emplace_back(row_of(record));
    endpoint.credentials = look_up(credentials_, record.credential);
    endpoint.cgroup = look_up(cgroups_, record.cgroup);
    endpoint.network_namespace = network_namespace_of(record);
  }
  const Index process = look_up(processes_, record.process);
  if (process != kNone) holds_.push_back({row, process});
}

Index SnapshotBuilder::network_namespace_of(const wfp_socket_record& record) {
  auto& table = snapshot_.network_namespaces;
  if (last_namespace_ < table.size() && table[last_namespace_].cookie == record.netns_cookie) {
    return last_namespace_;
  }
  const auto known =
      std::ranges::find(table, record.netns_cookie, &endpoint::NetworkNamespace::cookie);
  last_namespace_ = static_cast<Index>(known - table.begin());
  if (known == table.end()) {
    table.push_back({record.netns_cookie, record.netns_inode,
                     record.netns_inode == context_.own_network_namespace});
  }
  return last_namespace_;
}

// Threads that do not share their leader's descriptors are tasks of their own, and one process all
// the same.
bool SnapshotBuilder::add_process(const wfp_process_record& record,
                                  std::span<const std::byte> path) {
  if (record.path_length > path.size()) return false;
  const auto next = static_cast<Index>(snapshot_.processes.size());
  const auto [known, is_new] = process_by_pid_.try_emplace(record.pid, next);
  if (is_new) {
    snapshot_.processes.push_back({record.pid, record.euid, record.start_ns,
                                   application_of(record, text_of(path, record.path_length))});
  }
  return enter(processes_, record.header.index, known->second);
}

Index SnapshotBuilder::application_of(const wfp_process_record& record, std::string_view path) {
  if ((record.flags & (WFP_PROCESS_NO_IMAGE | WFP_PROCESS_PATH_CUT)) != 0 || path.empty())
    return kNone;
  endpoint::Application application;
  const bool host_root = (record.flags & WFP_PROCESS_HOST_ROOT) != 0;
  application.host = host_root && (record.flags & WFP_PROCESS_HOST_USER_NS) != 0;
  const std::uint32_t name_space = host_root ? record.user_ns_inode : record.mount_ns_inode;
  application.path = path;
  application.id = application.host ? application.path
                                    : "ns:" + std::to_string(name_space) + ":" + application.path;
  application.inode = record.exe_inode;
  application.device = record.exe_device;
  application.generation = record.exe_generation;
  application.mount_namespace = record.mount_ns_inode;
  application.deleted = (record.flags & WFP_PROCESS_DELETED) != 0;
  const std::string identity =
      std::to_string(application.device) + "/" + std::to_string(application.inode) + "/" +
      std::to_string(application.generation) + (application.deleted ? "-" : "+") +
      std::to_string(application.mount_namespace) + application.id;
  const auto [known, is_new] =
      applications_.try_emplace(identity, static_cast<Index>(snapshot_.applications.size()));
  if (is_new) snapshot_.applications.push_back(std::move(application));
  return known->second;
}

bool SnapshotBuilder::add_credential(Index index, std::span<const std::byte> bytes) {
  auto set = credential_set_of(bytes, group_arena_);
  if (!set) return false;
  auto shared = set->groups_known
                    ? credential_table_.intern(std::move(*set))
                    : std::make_shared<const endpoint::CredentialSet>(*std::move(set));
  const auto next = static_cast<Index>(snapshot_.credentials.size());
  const auto [known, is_new] = credential_index_.try_emplace(shared.get(), next);
  if (is_new) snapshot_.credentials.push_back(std::move(shared));
  return enter(credentials_, index, known->second);
}

bool SnapshotBuilder::add_cgroup(Index index, std::span<const std::byte> bytes) {
  auto cgroup = cgroup_of(bytes, context_.system_slice);
  if (!cgroup) return false;
  const auto next = static_cast<Index>(snapshot_.cgroups.size());
  const auto [known, is_new] = cgroup_by_id_.try_emplace(cgroup->id, next);
  if (is_new) snapshot_.cgroups.push_back(std::move(*cgroup));
  return enter(cgroups_, index, known->second);
}

// Lists each row's holders, the earliest started first, each process once.
void SnapshotBuilder::list_holders() {
  const auto key = [this](const Hold& hold) {
    const endpoint::Process& process = snapshot_.processes[hold.process];
    return std::tuple(hold.row, process.start_ns, process.pid);
  };
  if (!std::ranges::is_sorted(holds_, {}, key)) std::ranges::sort(holds_, {}, key);
  snapshot_.holders.reserve(holds_.size());
  for (const Hold& hold : holds_) {
    endpoint::Endpoint& row = snapshot_.endpoints[hold.row];
    if (row.holder_count == 0) row.first_holder = static_cast<Index>(snapshot_.holders.size());
    if (row.holder_count != 0 && snapshot_.holders.back() == hold.process) continue;
    snapshot_.holders.push_back(hold.process);
    ++row.holder_count;
  }
}

// The earliest holder that runs as the user who made the socket.
void SnapshotBuilder::choose_owner(endpoint::Endpoint& row) const {
  const endpoint::CredentialSet* made_by = snapshot_.credential_set(row);
  if (!made_by) return;
  for (const Index holder : snapshot_.holders_of(row)) {
    if (snapshot_.processes[holder].euid != made_by->uid) continue;
    row.owner = holder;
    row.attribution = endpoint::Attribution::holder;
    return;
  }
}

void SnapshotBuilder::sort_rows() {
  auto& rows = snapshot_.endpoints;
  if (std::ranges::is_sorted(rows, {}, &endpoint::Endpoint::id)) return;
  std::vector<std::pair<std::uint64_t, Index>> order(rows.size());
  for (Index i = 0; i < rows.size(); ++i) order[i] = {rows[i].id, i};
  std::ranges::sort(order);
  std::vector<endpoint::Endpoint> sorted;
  sorted.reserve(rows.size());
  for (const auto& [id, row] : order) sorted.push_back(rows[row]);
  rows = std::move(sorted);
}

void SnapshotBuilder::report_limits() {
  std::size_t unknown = 0;
  for (const auto& set : snapshot_.credentials) unknown += set->groups_known ? 0 : 1;
  if (unknown == 0) return;
  snapshot_.report.limits.push_back(
      "the groups of " + std::to_string(unknown) + " credential sets are not known: more than " +
      std::to_string(group_arena_.size()) + " in lists above " + std::to_string(WFP_INLINE_GROUPS));
}

endpoint::Snapshot SnapshotBuilder::finish() {
  report_limits();
  list_holders();
  for (endpoint::Endpoint& row : snapshot_.endpoints) choose_owner(row);
  sort_rows();
  return std::move(snapshot_);
}

}  // namespace wfp::kernel
