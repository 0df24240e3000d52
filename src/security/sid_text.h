// SIDs inside longer texts: what sddl_*.cpp and condition_*.cpp share with Sid::parse. Internal to
// this folder.
#pragma once

#include <cstdint>

#include "security/sddl_cursor.h"
#include "security/sid.h"

namespace wfp::security {

// Longest text of a SID: "S-1-0x", 12 digits, 15 times "-4294967295".
inline constexpr std::size_t kMaxSidText = 6 + 12 + 15 * 11;

// Reads a two-letter alias or "S-..." at the cursor into `out` (Sid::kMaxSize bytes); `size` is
// what it used.
bool read_sid(SddlCursor& in, const SidContext& context, std::uint8_t* out, std::size_t& size);

// Writes the SID as "S-..." at `out`, which has room for kMaxSidText; returns its end.
char* write_sid(char* out, SidView sid);

// Writes the alias of the SID if it has one, else as write_sid.
char* write_sid_or_alias(char* out, SidView sid, const SidContext& context);

}  // namespace wfp::security
