// Access rights: the 32-bit masks of ACEs and requests, and how an object's generic rights map to
// its own.
#pragma once

#include <cstdint>

namespace wfp::security {

using AccessMask = std::uint32_t;

// Rights by name (table spec/rights.tsv). Bits 0 to 15 mean what the object's type says: the ds_,
// file_ and key_ names below are those of SDDL's letters.
struct Right {
  enum : AccessMask {
#define WFP_RIGHT(name, value, sddl, group) name = value,
#include "gen/right_table.inc"
#undef WFP_RIGHT
  };
};

inline constexpr AccessMask kGenericRights = 0xF0000000;

}  // namespace wfp::security
