// Users and groups of NSS, by number and by name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "win32/unix_sid.h"

namespace wfp::win32 {

// none_mapped if NSS knows no such account.
Result<std::string> unix_name(UnixKind kind, std::uint32_t id);
Result<std::uint32_t> find_unix_id(UnixKind kind, const std::string& name);

// The groups that NSS lists for a user.
struct UnixGroups {
  gid_t primary = 0;
  std::vector<gid_t> all{};
};
Result<UnixGroups> unix_groups(uid_t uid);

// This machine's name, without a domain.
std::string host_name();

}  // namespace wfp::win32
