// The name of a SID, as this machine knows users (NSS).
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace wfp::api {

// The user name of S-1-22-1-<uid>, in UTF-8 or what bytes it has; the SID as text where there is no
// such name.
std::string user_name(std::span<const std::uint8_t> sid);

}  // namespace wfp::api
