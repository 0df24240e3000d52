// Writes endpoints in the formats of `wfp endpoint list`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/columns.h"
#include "cli/endpoint.h"
#include "cli/io.h"
#include "cli/output.h"

namespace wfp::cli {

struct ListingStyle {
  OutputFormat format = OutputFormat::table;
  ColumnList columns;
  bool headings = true;
};

using EndpointRows = std::vector<const Endpoint*>;

// {"id":"0x2f1",...}
void append_json_object(std::string& out, const Endpoint& endpoint, const ColumnList& columns,
                        const UserNames& users);

// The whole listing, with its frame; rows are written straight into io.out.
void write_endpoints(Io& io, const ListingStyle& style, const EndpointRows& rows,
                     bool others_hidden, const UserNames& users);

// What `--watch` tells: rows with "+" (opened), "-" (closed) or "~" (its state changed) before
// them.
struct EndpointEvent {
  char sign;
  const Endpoint* endpoint;
};
void write_events(Io& io, const ListingStyle& style, const std::vector<EndpointEvent>& events,
                  const UserNames& users);

}  // namespace wfp::cli
