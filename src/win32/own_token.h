// The token of this process: its credentials as Linux knows them, said in Windows' terms
// (DECISIONS: Identity).
#pragma once

#include <sys/types.h>

#include <memory>
#include <vector>

#include "win32/token_object.h"

namespace wfp::win32 {

// A primary token of the calling thread's effective credentials. Groups that only the daemon's
// configuration names (administrators, operators) and the service of the process's cgroup are the
// daemon's to tell: they are not in it.
Result<std::shared_ptr<const TokenSnapshot>> own_token();

// The groups of a Unix user: his own, everybody, and where uid 0 counts as this machine's SYSTEM
// and administrators, those.
std::vector<SidWithAttributes> groups_of(uid_t uid, gid_t primary, const std::vector<gid_t>& others,
                                         bool root_counts);

// The token with another identifier, type and level; its holder is the same.
std::shared_ptr<const TokenSnapshot> duplicate(const TokenSnapshot& token, TOKEN_TYPE type,
                                               SECURITY_IMPERSONATION_LEVEL level);

}  // namespace wfp::win32
