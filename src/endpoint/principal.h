// Principals: the SIDs of Linux users and groups. S-1-22-1-<uid> and S-1-22-2-<gid> is Samba's
// convention.
#pragma once

#include <cstdint>

#include "security/sid.h"

namespace wfp::endpoint {

inline security::Sid user_sid(std::uint32_t uid) { return security::Sid(22, {1, uid}); }
inline security::Sid group_sid(std::uint32_t gid) { return security::Sid(22, {2, gid}); }

}  // namespace wfp::endpoint
