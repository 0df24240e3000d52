// Access rights as `wfp` writes them: letters for the usual bundles, then anything else in
// brackets.
//
//   F   M   RWDP   R(BR,CL)   (EN,RD)   (0x800)
//
// The table is spec/wfp_rights.tsv. format_rights and parse_rights are inverses: no bit is lost or
// added.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "cli/failure.h"

namespace wfp::cli {

using AccessMask = std::uint32_t;

struct Right {
  std::string_view name;  // "R", or in brackets "RD"
  AccessMask mask;
  std::string_view word;  // "read"; what Windows calls it for those in brackets, "READ_CONTROL"
  std::string_view meaning;

  [[nodiscard]] bool is_letter() const { return name.size() == 1; }
};

std::span<const Right> rights();

// "none" for 0.
std::string format_rights(AccessMask mask);

// Letters and brackets, or words: "RW(CL)", "READ_CONTROL", "read,enum", "FWPM_ACTRL_READ", "0x80".
// Case does not matter in words and brackets.
Outcome<AccessMask> parse_rights(std::string_view text);

// "READ and ENUM": the specific names, for a sentence. Generic rights stay generic.
std::string name_rights(AccessMask mask);

// "full", "see, write": for people who ask what somebody can do.
std::string describe_rights(AccessMask mask);

// With the generic bits replaced by what they stand for in the filter engine.
AccessMask map_generic_rights(AccessMask mask);

}  // namespace wfp::cli
