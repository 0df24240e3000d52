// EndpointListing: the endpoints of one snapshot that one caller asked for and may see; and how a
// page of it is put on the wire. Rows have no pointers: a page costs a copy of its rows and of the
// few tables they name.
#pragma once

#include <cstdint>
#include <vector>

#include "daemon/ports.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

struct EndpointListing {
  SnapshotPtr snapshot;
  std::vector<std::uint32_t> rows;  // indices into snapshot->endpoints, ascending
  bool others_hidden = false;       // the caller does not see every endpoint of the machine

  // What holding it costs, for the quota: the snapshot counts in full, though several may share it.
  [[nodiscard]] std::uint64_t size_in_bytes() const;
};

// Rows of one page: small enough that the loop is not held up for more than a millisecond.
inline constexpr std::uint32_t kPageRows = 4096;

// Rows [first, first + count), which exist.
void write_page(ipc::wire::EndpointPage::Builder page, const EndpointListing& listing,
                std::size_t first, std::uint32_t count);

}  // namespace wfp::daemon
