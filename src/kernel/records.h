// Reading the stream of bpf/wire/endpoint_records.h: framing, and the records that mean the same in
// every pass.
#pragma once

#include <cstddef>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "bpf/wire/endpoint_records.h"
#include "endpoint/endpoint.h"

namespace wfp::kernel {

// Copies the fixed part of a record; false if there are not enough bytes.
template <class Record>
bool read_record(std::span<const std::byte> bytes, Record& record) {
  if (bytes.size() < sizeof record) return false;
  std::memcpy(&record, bytes.data(), sizeof record);
  return true;
}

// Calls take(header, bytes of the whole record) for each record; false if the framing is wrong or a
// call says so.
template <class Take>
bool for_each_record(std::span<const std::byte> stream, Take take) {
  while (!stream.empty()) {
    wfp_record_header header;
    if (!read_record(stream, header)) return false;
    if (header.size < sizeof header || header.size > stream.size()) return false;
    if (!take(header, stream.first(header.size))) return false;
    stream = stream.subspan(header.size);
  }
  return true;
}

// `bytes` is the whole record; nullopt if it is malformed. Long group lists are taken from `arena`.
std::optional<endpoint::CredentialSet> credential_set_of(std::span<const std::byte> bytes,
                                                         std::span<const std::uint32_t> arena);

// With the service by service_of(..., system_slice).
std::optional<endpoint::Cgroup> cgroup_of(std::span<const std::byte> bytes,
                                          std::string_view system_slice);

}  // namespace wfp::kernel
