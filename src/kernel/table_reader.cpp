#include "kernel/table_reader.h"

#include <cstring>
#include <string>

#include "kernel/thread.h"
#include "tables_iter.skel.h"

namespace wfp::kernel {
namespace {

// Runs `work` in a thread that may leave its network namespace, as it ends with it.
template <class Work>
Result<void> in_own_thread(Work work) {
  Result<void> outcome;
  WFP_TRY(std::thread thread, start_thread([&] { outcome = work(); }));
  thread.join();
  return outcome;
}

}  // namespace

TableReader::~TableReader() = default;

Result<std::unique_ptr<TableReader>> TableReader::open(bool may_enter) {
  std::unique_ptr<TableReader> reader(new TableReader);
  reader->may_enter_ = may_enter;
  WFP_CHECK_OK(reader->load());
  return reader;
}

Result<void> TableReader::load() {
  skeleton_ = {tables_iter::open_and_load(), tables_iter::destroy};
  if (!skeleton_) return load_failure("the kernel refuses the table programs");
  WFP_TRY(arena_, GroupArena::map(skeleton_->maps.group_arena));
  WFP_TRY(tcp_, attach_iterator(skeleton_->progs.endpoint_tcp));
  WFP_TRY(udp_, attach_iterator(skeleton_->progs.endpoint_udp));
  WFP_TRY(namespaces_, attach_iterator(skeleton_->progs.endpoint_namespaces));
  WFP_TRY(own_namespace_, own_network_namespace());
  return {};
}

// The tables of the calling thread's namespace.
Result<void> TableReader::read_here(const NamespaceHandle* elsewhere) {
  Table table{buffer_.bytes().size(), 0, elsewhere};
  WFP_CHECK_OK(read_iterator(tcp_, buffer_));
  WFP_CHECK_OK(read_iterator(udp_, buffer_));
  table.end = buffer_.bytes().size();
  tables_.push_back(table);
  return {};
}

Result<void> TableReader::read_everywhere() {
  PassBuffer namespaces;
  WFP_CHECK_OK(read_iterator(namespaces_, namespaces));
  found_ = open_namespaces(namespaces.bytes(), own_namespace_);
  WFP_CHECK_OK(read_here(nullptr));
  for (const NamespaceHandle& handle : found_.handles) {
    if (!may_enter_ || !enter_namespace(handle)) {
      ++not_entered_;
      continue;
    }
    WFP_CHECK_OK(read_here(&handle));
  }
  return {};
}

Result<void> TableReader::read(std::uint64_t pass) {
  skeleton_->bss->pass = pass;
  skeleton_->bss->by_cookie = 1;
  skeleton_->bss->next_arena_chunk = 0;
  std::memset(skeleton_->bss->next_index, 0, sizeof skeleton_->bss->next_index);
  std::memset(skeleton_->bss->seen, 0, sizeof skeleton_->bss->seen);
  buffer_.clear();
  tables_.clear();
  not_entered_ = 0;
  return in_own_thread([this] { return read_everywhere(); });
}

std::span<const std::byte> TableReader::records(std::size_t table) const {
  return buffer_.bytes().subspan(tables_[table].begin, tables_[table].end - tables_[table].begin);
}

Result<std::span<const std::byte>> TableReader::read_in_full(
    const std::vector<std::size_t>& tables, const std::vector<endpoint::Endpoint>& known) {
  auto& seen = skeleton_->bss->seen;
  for (const endpoint::Endpoint& row : known) seen[row.id % std::size(seen)] = row.id;
  skeleton_->bss->by_cookie = 0;
  const std::size_t before = buffer_.bytes().size();
  const auto read = [&]() -> Result<void> {
    for (const std::size_t table : tables) {
      const NamespaceHandle* elsewhere = tables_[table].elsewhere;
      if (elsewhere) WFP_CHECK_OK(enter_namespace(*elsewhere));
      WFP_CHECK_OK(read_here(elsewhere));
    }
    return {};
  };
  WFP_CHECK_OK(in_own_thread(read));
  return buffer_.bytes().subspan(before);
}

void TableReader::report_to(endpoint::Report& report) const {
  const auto opened = static_cast<std::uint32_t>(found_.handles.size());
  report.namespaces_seen = 1 + opened + found_.unopened;
  report.namespaces_entered = 1 + opened - not_entered_;
  const std::uint32_t missing = report.namespaces_seen - report.namespaces_entered;
  if (missing == 0) return;
  report.limits.push_back(
      "of " + std::to_string(missing) +
      " other network namespaces (CAP_SYS_ADMIN, CAP_SYS_PTRACE), sockets that no process holds "
      "(TIME_WAIT, not yet accepted, in flight) are not listed");
}

}  // namespace wfp::kernel
