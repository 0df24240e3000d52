// EngineHost: runs engine::Engine on the daemon's loop. It lets sessions wait for the transaction
// lock without holding up others, stores each commit before it counts, drives the engine's
// deadlines, and hands on what the engine has to tell: wake-ups, changes, audit records.
//
// One lock and one store for everything that can be changed: the policy, and the descriptor of the
// container of all endpoints, which stands beside it and inherits from the engine's.
#pragma once

#include <functional>
#include <map>
#include <set>

#include "daemon/audit_trail.h"
#include "daemon/caller.h"
#include "daemon/change_feed.h"
#include "daemon/lock_turn.h"
#include "daemon/log.h"
#include "daemon/policy_charges.h"
#include "daemon/startup.h"
#include "daemon/worker.h"
#include "engine/engine.h"

namespace wfp::daemon {

// How long the dynamic objects of a daemon that died wait for their sessions to be opened again.
inline constexpr engine::Time kReopenMs = 30'000;

class EngineHost : private LockWaits, private kj::TaskSet::ErrorHandler {
 public:
  struct Parts {
    kj::Timer& timer;
    Ledger& ledger;
    Log& log;
    kj::UnixEventPort& events;
  };
  EngineHost(Parts parts, Store store, Startup startup);
  EngineHost(const EngineHost&) = delete;
  EngineHost& operator=(const EngineHost&) = delete;

  // Errors: engine::Engine::open's.
  Answer<Guid> open(engine::SessionRequest request, CallerPtr caller);
  // At once, or as soon as its commit is stored. What waits for the lock ends with
  // fwp_session_aborted.
  void close(const Guid& session);

  // A call of the engine that changes nothing.
  template <class Call>
  auto read(Call call) {
    auto outcome = answer(call(engine_));
    pump();
    return outcome;
  }
  // A call of the engine that writes: outside a transaction it waits for the lock, and its answer
  // for the store. `allowed` is asked first: who lacks the rights neither waits nor keeps others
  // waiting.
  template <class T>
  kj::Promise<Answer<T>> write(const Guid& session, const std::function<Result<void>()>& allowed,
                               std::function<Answer<T>()> change);
  kj::Promise<Answer<void>> begin(const Guid& session, std::uint32_t flags);
  kj::Promise<Answer<void>> commit(const Guid& session);
  Answer<void> abort(const Guid& session);

  // The endpoints' container gets the descriptor that `make` makes; `rights`: what that takes.
  kj::Promise<Answer<void>> secure_endpoints(const Guid& session, security::AccessMask rights,
                                             std::function<Answer<EndpointRulesPtr>()> make);

  // The newest records of what the SACLs select, oldest first.
  kj::Promise<Result<std::vector<AuditEntry>>> audit(AuditQuery query);

  // An outcome of the engine's last call, with what it refused.
  template <class T>
  Answer<T> answer(Result<T> outcome) {
    if (!outcome) return fail(failure(outcome.error()));
    if constexpr (std::is_void_v<T>) {
      return {};
    } else {
      return *std::move(outcome);
    }
  }

  [[nodiscard]] engine::Engine& engine() { return engine_; }
  [[nodiscard]] const engine::SnapshotRef& snapshot() const { return engine_.snapshot(); }
  [[nodiscard]] const security::SecurityDescriptor& engine_descriptor() const;
  [[nodiscard]] const EndpointSecurity& endpoints() const { return endpoints_; }
  [[nodiscard]] bool is_in_transaction(const Guid& session) const;
  [[nodiscard]] engine::Time now() const;
  [[nodiscard]] ChangeFeed& changes() { return changes_; }
  [[nodiscard]] PolicyCharges& charges() { return charges_; }
  [[nodiscard]] AuditTrail& trail() { return trail_; }
  // Called with every commit of the policy, after it counts.
  void on_commit(std::function<void(const engine::Commit&)> told) { told_ = std::move(told); }
  // Has the engine's events handed on; after calls of engine() that are none of the above.
  void pump();

 private:
  void cancel_wait(const Guid& session) override;
  void taskFailed(kj::Exception&& exception) override;

  // (engine_host.cpp)
  kj::Promise<Result<LockTurn>> lock_for(const Guid& session);
  [[nodiscard]] Failure failure(Error error) const;
  void wake(const engine::Wakeup& wakeup);
  void arm();
  void close_now(const Guid& session);
  [[nodiscard]] CallerPtr caller_of(const Guid& session) const;

  // (engine_commit.cpp)
  // When the commit that the session's call has left, if any, is durable and counts.
  kj::Promise<Result<void>> stored(const Guid& session);
  StoreWork work_of(const engine::Commit& commit, const Caller& caller);
  kj::Promise<Result<void>> store(const Guid& session, StoreWork work,
                                  std::function<void(const Result<void>&)> finally);
  void store_aside(StoreWork work);
  void take_commit(const engine::Commit& commit);
  void take_denials(const std::vector<engine::AuditRecord>& records, std::uint64_t lost);
  void finish(const Guid& session, const Result<void>& done);

  Parts parts_;
  engine::Engine engine_;
  EndpointSecurity endpoints_;
  ChangeFeed changes_;
  PolicyCharges charges_;
  AuditTrail trail_;
  std::function<void(const engine::Commit&)> told_;

  std::map<Guid, CallerPtr> callers_;      // of the open sessions
  CallerPtr opening_;                      // who is being let in
  std::map<Guid, std::uint64_t> started_;  // when the opener's process did
  std::set<Guid> stored_sessions_;         // that the store knows of
  std::set<Guid> storing_;                 // whose commit is on its way to the store
  std::set<Guid> closing_;                 // of those, that end then
  std::uint64_t stored_version_ = 0;       // of the snapshot that was stored before it counted
  bool denials_are_stored_ = false;        // at this moment
  kj::Promise<void> alarm_ = nullptr;
  bool in_alarm_ = false;

  Store store_;  // used on the worker alone
  kj::TaskSet tasks_;
  Worker worker_;  // last: its job uses the store
};

template <class T>
kj::Promise<Answer<T>> EngineHost::write(const Guid& session,
                                         const std::function<Result<void>()>& allowed,
                                         std::function<Answer<T>()> change) {
  if (!is_in_transaction(session)) {
    if (auto may = answer(allowed()); !may) {
      pump();
      return Answer<T>(fail(may.error()));
    }
  }
  return lock_for(session).then(
      [this, session, change = std::move(change)](Result<LockTurn> turn) -> kj::Promise<Answer<T>> {
        if (!turn) return Answer<T>(fail(turn.error()));
        Answer<T> outcome = change();
        if (!outcome) {
          pump();
          return outcome;
        }
        return stored(session).then([outcome = std::move(outcome)](Result<void> done) -> Answer<T> {
          if (!done) return fail(done.error());
          return outcome;
        });
      });
}

}  // namespace wfp::daemon
