// The SID of a service: S-1-5-80 and the SHA-1 of its upper-case name in UTF-16LE, as five
// little-endian numbers.
#pragma once

#include <string_view>

#include "security/sid.h"

namespace wfp::win32 {

security::Sid service_sid(std::string_view name_utf8);

}  // namespace wfp::win32
