// describe: what self-relative bytes say, as lines of text that two engines' results are compared
// by.
//
// An independent reading, after MS-DTYP 2.4 alone: it shares no code with src/security, so that a
// mistake there does not hide itself. Layout - order of the parts, gaps, revisions of ACLs - is
// left out; everything a descriptor means is in.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace wfp::differential {

// "control 8004\nowner S-1-5-18\n...". Bytes that break the format describe as "unreadable: why".
std::string describe(std::span<const std::uint8_t> self_relative);

}  // namespace wfp::differential
