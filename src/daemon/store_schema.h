// The tables of the policy store, and how an older store becomes one of today's.
#pragma once

#include <string>

#include "daemon/sqlite.h"

namespace wfp::daemon {

inline constexpr int kStoreSchema = 2;

// The store at `path`, opened, whole and of today's schema; created (0600) when there is none. One
// that is damaged, or of a newer release, is left as it is: errors say what to do.
Result<sqlite::Connection> open_store(const std::string& path);

}  // namespace wfp::daemon
