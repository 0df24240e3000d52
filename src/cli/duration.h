// Spans of time as people say them.
#pragma once

#include <cstdint>
#include <string>

namespace wfp::cli {

// "3 d 4 h", "12 m", "5 s": the two largest units from days down, seconds only below a minute.
std::string duration_text(std::uint64_t milliseconds);

}  // namespace wfp::cli
