// SIDs of Unix accounts: user n is S-1-22-1-n, group n is S-1-22-2-n (Samba's convention).
#pragma once

#include <sys/types.h>

#include <optional>

#include "security/sid.h"

namespace wfp::win32 {

inline constexpr std::uint64_t kUnixAuthority = 22;
enum class UnixKind : std::uint32_t { user = 1, group = 2 };

inline security::Sid unix_user_sid(uid_t uid) {
  return security::Sid(kUnixAuthority, {static_cast<std::uint32_t>(UnixKind::user), uid});
}
inline security::Sid unix_group_sid(gid_t gid) {
  return security::Sid(kUnixAuthority, {static_cast<std::uint32_t>(UnixKind::group), gid});
}

// The uid or gid of such a SID; nothing for any other.
inline std::optional<std::uint32_t> unix_id(security::SidView sid, UnixKind kind) {
  const bool fits = sid.authority() == kUnixAuthority && sid.sub_authority_count() == 2 &&
                    sid.sub_authority(0) == static_cast<std::uint32_t>(kind);
  if (!fits) return std::nullopt;
  return sid.sub_authority(1);
}

}  // namespace wfp::win32
