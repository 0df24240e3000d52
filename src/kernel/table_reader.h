// TableReader: the socket tables of every network namespace that can be entered, for what no
// descriptor shows.
//
// Works in threads of its own, as it changes the network namespace: read() may run beside the
// reading of descriptors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "endpoint/endpoint.h"
#include "endpoint/snapshot.h"
#include "kernel/iterator.h"
#include "kernel/namespaces.h"
#include "kernel/skeleton.h"

struct tables_iter;

namespace wfp::kernel {

class TableReader {
 public:
  // `may_enter`: other namespaces than the calling thread's are read too.
  static Result<std::unique_ptr<TableReader>> open(bool may_enter);
  ~TableReader();

  // Begins a pass: reads all tables by cookie.
  Result<void> read(std::uint64_t pass);

  // What read() found: one stream of records per namespace, in the same order as the numbers below.
  [[nodiscard]] std::size_t tables() const { return tables_.size(); }
  [[nodiscard]] std::span<const std::byte> records(std::size_t table) const;

  // Reads some of the tables again, in full but for the sockets of `known`; the records are one
  // stream.
  Result<std::span<const std::byte>> read_in_full(const std::vector<std::size_t>& tables,
                                                  const std::vector<endpoint::Endpoint>& known);

  // Namespaces and what is missing of them.
  void report_to(endpoint::Report& report) const;

  [[nodiscard]] std::span<const std::uint32_t> group_arena() const { return arena_.groups(); }
  [[nodiscard]] std::uint32_t own_namespace() const { return own_namespace_; }

  // Ends the pass: no namespace is held any longer.
  void release() { found_.handles.clear(); }

 private:
  struct Table {
    std::size_t begin, end;            // in buffer_
    const NamespaceHandle* elsewhere;  // nullptr: the daemon's own
  };

  TableReader() = default;
  Result<void> load();
  Result<void> read_here(const NamespaceHandle* elsewhere);
  Result<void> read_everywhere();

  std::unique_ptr<tables_iter, void (*)(tables_iter*)> skeleton_{nullptr, nullptr};
  GroupArena arena_;
  BpfLink tcp_, udp_, namespaces_;
  bool may_enter_ = false;
  std::uint32_t own_namespace_ = 0;
  PassBuffer buffer_;
  FoundNamespaces found_;
  std::vector<Table> tables_;
  std::uint32_t not_entered_ = 0;
};

}  // namespace wfp::kernel
