// SIDs between the protocol's bytes and the C API's pointers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "api/convert/block.h"
#include "api/windows.h"
#include "ipc/capnp.h"

namespace wfp::api {

// The length of a binary SID by its header, 0 if `bytes` does not hold one whole.
std::size_t sid_length(std::span<const std::uint8_t> bytes);

// A copy in a Block, which has measured its bytes, or in a Room; null for what is no SID.
template <class Memory>
SID* place_sid(std::span<const std::uint8_t> bytes, Memory& memory) {
  const std::size_t length = sid_length(bytes);
  if (length == 0) return nullptr;
  return reinterpret_cast<SID*>(memory.copy(bytes.first(length)));
}
template <class Memory>
SID* place_sid(capnp::Data::Reader data, Memory& memory) {
  return place_sid(std::span(data.begin(), data.size()), memory);
}

// The bytes behind a SID pointer. Of one with more sub-authorities than a SID may have only the
// head is read: the engine refuses it as ERROR_INVALID_SID, in its turn among the other checks.
std::span<const std::uint8_t> bytes_behind(const SID* sid);

// Likewise an ACL, whose head says its size.
std::span<const std::uint8_t> bytes_behind(const ACL* acl);

}  // namespace wfp::api
