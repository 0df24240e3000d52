// AuditTrail: what is recorded of changes and denials, on its way to the store and to the log. The
// records of a commit are stored with it, in one transaction; denials wait here for their turn.
#pragma once

#include <vector>

#include "daemon/audit_record.h"
#include "daemon/caller.h"
#include "daemon/log.h"
#include "engine/change.h"
#include "security/descriptor.h"

namespace wfp::daemon {

inline constexpr std::size_t kQueuedDenials = 10'000;  // more are counted only

class AuditTrail {
 public:
  explicit AuditTrail(Log& log) : log_(log) {}

  [[nodiscard]] static AuditEntry entry_of(const engine::AuditRecord& record, const Caller& caller);
  [[nodiscard]] static AuditEntry entry_of_endpoints(const Caller& caller,
                                                     security::AccessMask desired, bool granted,
                                                     std::string before, std::string after);

  // Also to the log, at once.
  void queue(AuditEntry entry);
  [[nodiscard]] std::size_t queued() const { return queue_.size(); }
  std::vector<AuditEntry> take_queue() { return std::exchange(queue_, {}); }

  void count_lost(std::uint64_t records) { lost_ += records; }
  // Records that are not in the store, though they should be, since the daemon started.
  [[nodiscard]] std::uint64_t lost() const { return lost_; }

  void log(const AuditEntry& entry);
  void log(const std::vector<AuditEntry>& entries);
  // Every change of who may see and change things is logged, also unasked.
  void log_security(const Object& object, const Caller& caller,
                    const security::SecurityDescriptor& before,
                    const security::SecurityDescriptor& after);
  // The endpoints' container after the engine.
  void log_follows(const Caller& caller, const security::SecurityDescriptor& before,
                   const security::SecurityDescriptor& after);

 private:
  void write_security(std::string_view message, std::string_view object, const Caller& caller,
                      const security::SecurityDescriptor& before,
                      const security::SecurityDescriptor& after);

  Log& log_;
  std::vector<AuditEntry> queue_;
  std::uint64_t lost_ = 0;
};

}  // namespace wfp::daemon
