// SIDs as Windows' functions get them: a pointer to bytes that say their own length.
#pragma once

#include <windows.h>

#include <cstring>

#include "base/result.h"
#include "security/sid.h"

namespace wfp::win32 {

inline bool is_valid_sid(const void* sid) {
  const auto* bytes = static_cast<const std::uint8_t*>(sid);
  return bytes != nullptr && bytes[0] == SID_REVISION && bytes[1] <= SID_MAX_SUB_AUTHORITIES;
}

// Borrows the SID behind a pointer; `otherwise` if there is none or it is malformed.
inline Result<security::SidView> sid_at(const void* sid, Status otherwise = Status::invalid_sid) {
  if (!is_valid_sid(sid)) return fail(otherwise);
  return security::SidView(static_cast<const std::uint8_t*>(sid));
}

// Writes a SID into a buffer of `size` bytes; buffer_too_small if it does not fit.
inline Result<void> copy_sid(security::SidView sid, void* buffer, std::size_t size) {
  if (buffer == nullptr || size < sid.size()) return fail(Status::buffer_too_small);
  std::memcpy(buffer, sid.bytes().data(), sid.size());
  return {};
}

}  // namespace wfp::win32
