// SnapshotBuilder: joins the records of one pass into a Snapshot. Knows nothing of where they come
// from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "bpf/wire/endpoint_records.h"
#include "endpoint/snapshot.h"
#include "kernel/cookie_index.h"
#include "kernel/credential_table.h"

namespace wfp::kernel {

class SnapshotBuilder {
 public:
  struct Context {
    std::uint32_t own_network_namespace = 0;  // inode
    std::string_view system_slice;            // of service_of
  };

  SnapshotBuilder(CredentialTable& credentials, const Context& context)
      : credential_table_(credentials), context_(context) {}

  // Room for that many rows: what the last pass had.
  void reserve(std::size_t rows);

  // What follows counts its indices anew, and its long group lists lie in `group_arena`.
  void begin_stream(std::span<const std::uint32_t> group_arena);

  // Takes (a part of) a stream of records. Malformed (a size that lies, an unknown kind):
  // Status::internal_error.
  Result<void> add(std::span<const std::byte> stream);

  // In no order.
  [[nodiscard]] const std::vector<endpoint::Endpoint>& rows() const { return snapshot_.endpoints; }

  // Cookie records so far whose socket is no row.
  [[nodiscard]] std::size_t unknown_cookies() const { return unknown_cookies_; }

  // A socket's lasting id was not known yet; it will be in a pass after this one.
  [[nodiscard]] bool met_unnamed() const { return met_unnamed_; }

  // The report that goes with the rows.
  [[nodiscard]] endpoint::Report& report() { return snapshot_.report; }

  // Sorts, attributes and hands over. The builder is empty afterwards.
  endpoint::Snapshot finish();

 private:
  struct Hold {
    endpoint::Index row;
    endpoint::Index process;
  };

  bool add_record(const wfp_record_header& header, std::span<const std::byte> bytes);
  void add_socket(const wfp_socket_record& record);
  bool add_process(const wfp_process_record& record, std::span<const std::byte> path);
  bool add_credential(endpoint::Index index, std::span<const std::byte> bytes);
  bool add_cgroup(endpoint::Index index, std::span<const std::byte> bytes);
  endpoint::Index application_of(const wfp_process_record& record, std::string_view path);
  endpoint::Index network_namespace_of(const wfp_socket_record& record);
  void report_limits();
  void list_holders();
  void choose_owner(endpoint::Endpoint& row) const;
  void sort_rows();

  CredentialTable& credential_table_;
  Context context_;
  endpoint::Snapshot snapshot_;
  CookieIndex rows_;
  std::vector<Hold> holds_;
  // Index in the stream -> index in the snapshot.
  std::vector<endpoint::Index> processes_;
  std::vector<endpoint::Index> credentials_;
  std::vector<endpoint::Index> cgroups_;
  std::unordered_map<std::string, endpoint::Index>
      applications_;  // by identity, see application_of
  std::unordered_map<std::uint64_t, endpoint::Index> process_by_pid_;
  std::unordered_map<const endpoint::CredentialSet*, endpoint::Index> credential_index_;
  std::unordered_map<std::uint64_t, endpoint::Index> cgroup_by_id_;
  std::span<const std::uint32_t> group_arena_;
  std::size_t unknown_cookies_ = 0;
  bool met_unnamed_ = false;
  endpoint::Index last_namespace_ = endpoint::kNone;
};

}  // namespace wfp::kernel
