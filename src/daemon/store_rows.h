// The rows of objects and of the audit in the store. Internal to store.cpp.
#pragma once

#include "daemon/store.h"

namespace wfp::daemon {

Result<void> load_objects(sqlite3* database, StoredState& state);
Result<void> write_objects(sqlite3* database, const StoreWork& work);

Result<std::vector<AuditEntry>> read_audit(sqlite3* database, const AuditQuery& query);
Result<void> write_audit(sqlite3* database, const std::vector<AuditEntry>& entries);

}  // namespace wfp::daemon
