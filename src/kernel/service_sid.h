// The SID of a service: S-1-5-80 and the SHA-1 of its upper-cased name, as Windows makes it.
#pragma once

#include <string_view>

#include "security/sid.h"

namespace wfp::kernel {

// `name` is UTF-8 without ".service": service_sid("TrustedInstaller") is Windows' own
// S-1-5-80-956008885-...
security::Sid service_sid(std::string_view name);

}  // namespace wfp::kernel
