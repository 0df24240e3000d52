#include "daemon/audit_trail.h"

#include <chrono>

#include "daemon/endpoint_security.h"

namespace wfp::daemon {
namespace {

std::int64_t unix_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

AuditEntry entry_by(const Caller& caller) {
  AuditEntry entry;
  entry.unix_ms = unix_ms();
  entry.user = caller.token.user();
  entry.uid = caller.uid;
  entry.pid = caller.pid;
  entry.program = caller.program;
  return entry;
}

std::string name_of(const Object& object) {
  if (object.kind == Object::Kind::endpoints) return "endpoints";
  if (object.kind == Object::Kind::engine) return "engine";
  const std::string kind(engine::to_string(object.policy_kind));
  return object.key ? kind + " " + to_string(*object.key) : "all of kind " + kind;
}

std::string person(const Caller& caller) {
  return "uid " + std::to_string(caller.uid) + ", pid " + std::to_string(caller.pid);
}

}  // namespace

AuditEntry AuditTrail::entry_of(const engine::AuditRecord& record, const Caller& caller) {
  AuditEntry entry = entry_by(caller);
  entry.operation = record.operation;
  const bool is_container = record.object.key.is_zero();
  entry.object = Object::policy(record.object.kind,
                                is_container ? std::nullopt : std::optional(record.object.key));
  entry.object_name = record.object_name;
  entry.desired = record.desired;
  entry.granted = record.granted;
  entry.before = record.before;
  entry.after = record.after;
  return entry;
}

AuditEntry AuditTrail::entry_of_endpoints(const Caller& caller, security::AccessMask desired,
                                          bool granted, std::string before, std::string after) {
  AuditEntry entry = entry_by(caller);
  entry.operation = "set security";
  entry.object = Object::endpoints();
  entry.desired = desired;
  entry.granted = granted;
  entry.before = std::move(before);
  entry.after = std::move(after);
  return entry;
}

void AuditTrail::queue(AuditEntry entry) {
  log(entry);
  if (queue_.size() >= kQueuedDenials) {
    ++lost_;
  } else {
    queue_.push_back(std::move(entry));
  }
}

void AuditTrail::log(const AuditEntry& entry) {
  log_.write(LogLevel::notice,
             "audit: " + entry.operation + " of " + name_of(entry.object) +
                 (entry.granted ? " by" : " denied to") + " uid " + std::to_string(entry.uid) +
                 ", pid " + std::to_string(entry.pid),
             {{"UID", std::to_string(entry.uid)},
              {"SID", security::to_string(entry.user)},
              {"PID", std::to_string(entry.pid)},
              {"PROGRAM", entry.program},
              {"OPERATION", entry.operation},
              {"OBJECT", name_of(entry.object)},
              {"OBJECT_NAME", entry.object_name},
              {"GRANTED", entry.granted ? "1" : "0"},
              {"BEFORE", entry.before},
              {"AFTER", entry.after}});
}

void AuditTrail::log(const std::vector<AuditEntry>& entries) {
  for (const AuditEntry& entry : entries) log(entry);
}

void AuditTrail::log_security(const Object& object, const Caller& caller,
                              const security::SecurityDescriptor& before,
                              const security::SecurityDescriptor& after) {
  const bool is_engine = object.kind == Object::Kind::engine;
  write_security(std::string("security of ") + (is_engine ? "the engine" : "the ALE endpoints") +
                     " set by " + person(caller),
                 is_engine ? "engine" : "endpoints", caller, before, after);
}

void AuditTrail::log_follows(const Caller& caller, const security::SecurityDescriptor& before,
                             const security::SecurityDescriptor& after) {
  write_security("security of the ALE endpoints follows", "endpoints", caller, before, after);
}

void AuditTrail::write_security(std::string_view message, std::string_view object,
                                const Caller& caller, const security::SecurityDescriptor& before,
                                const security::SecurityDescriptor& after) {
  log_.write(LogLevel::notice, message,
             {{"UID", std::to_string(caller.uid)},
              {"SID", security::to_string(caller.token.user())},
              {"PID", std::to_string(caller.pid)},
              {"PROGRAM", caller.program},
              {"OBJECT", std::string(object)},
              {"OLD_SDDL", text_of(before)},
              {"NEW_SDDL", text_of(after)}});
}

}  // namespace wfp::daemon
