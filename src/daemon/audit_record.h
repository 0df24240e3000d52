// AuditEntry: one line of the record of who changed what, or was denied. The SACLs of the objects
// select what is recorded.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

#include "daemon/failure.h"
#include "security/sid.h"

namespace wfp::daemon {

struct AuditEntry {
  std::uint64_t number = 0;  // given by the store, rising
  std::int64_t unix_ms = 0;
  security::Sid user;
  uid_t uid = 0;
  pid_t pid = 0;
  std::string program;  // what the client calls itself
  std::string operation;
  Object object;
  std::string object_name;  // its display name at the time, may be empty
  std::uint32_t desired = 0;
  bool granted = false;
  std::string before;  // for people; empty: it was not there, or is no more
  std::string after;
};

inline constexpr std::uint64_t kAuditRows = 100'000;  // kept; older ones make room
inline constexpr std::uint32_t kAuditPage = 10'000;   // given to one call at most

struct AuditQuery {
  std::int64_t since_unix_ms = 0;
  std::optional<Object> object;
  std::uint64_t after = 0;  // only higher numbers
  std::uint32_t most = 0;   // the newest so many; 0: as many as one call gives
};

}  // namespace wfp::daemon
