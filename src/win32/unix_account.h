// Users and groups of NSS, by number and by name.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "win32/unix_sid.h"

namespace wfp::win32 {

// none_mapped if NSS knows no such account.
Result<std::string> unix_name(UnixKind kind, std::uint32_t id);
Result<std::uint32_t> find_unix_id(UnixKind kind, const std::string& name);

// This machine's name, without a domain.
std::string host_name();

}  // namespace wfp::win32
