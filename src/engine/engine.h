// Engine: the policy and everybody who works on it. A state machine without threads, clocks or
// system calls.
//
// Calls name the session they come from (Guid) and, where time matters, the moment (Time). Nothing
// blocks: who must wait for the transaction lock is told `waiting`, and take_events() says later
// that he has it, or that he waited too long. Each write becomes visible by replacing one immutable
// snapshot. A call that fails changes nothing.
//
// The engine asks its Config for new GUIDs, and lets the caller make each commit durable before it
// counts: at once, in before_commit, or in two phases, where a call that commits leaves a
// pending_commit() behind, which finish_commit() publishes or drops. If it cannot be made durable,
// nothing is committed.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "engine/callout.h"
#include "engine/change.h"
#include "engine/check_object.h"
#include "engine/draft.h"
#include "engine/enumeration.h"
#include "engine/lock.h"
#include "engine/object.h"
#include "engine/security.h"
#include "engine/session.h"
#include "engine/snapshot.h"

namespace wfp::engine {

enum class Readiness : std::uint8_t { ready, waiting };

// What happened to a session that waited, or held a transaction for too long.
struct Wakeup {
  enum class What : std::uint8_t { granted, timed_out, transaction_aborted };
  Guid session;
  What what;
  bool operator==(const Wakeup&) const = default;
};

// Everything that happened since the last time, in order.
struct Events {
  std::vector<Commit> commits;
  std::vector<Wakeup> wakeups;
  std::vector<Notification> notifications;
  std::vector<Guid> overlong;  // whose transaction is held longer than the watchdog: for the log
  std::vector<AuditRecord> audit;
  std::uint64_t audit_lost = 0;  // records that were not kept because nobody took them
};

struct Added {
  Guid key;
  std::uint64_t id = 0;  // 0 for kinds without
};

struct Subscription {
  Guid session;
  Kind kind = Kind::filter;
  std::uint32_t flags = 0;  // kSubscriptionFlagNotifyOnAdd, ...Delete
  AnyTemplate selects;      // of that kind
};

// What a call on security is about: an object, or a container (key empty).
struct SecurityTarget {
  Kind kind = Kind::engine;
  std::optional<Guid> key;
};

class Engine {
 public:
  struct Config {
    std::function<Guid()> make_guid;
    std::function<Result<void>(const Commit&)> before_commit;  // may be empty
    Limits limits{};
    bool two_phase = false;  // commits wait for finish_commit(); before_commit is not asked
  };

  // Dynamic objects in `start` are of sessions of an earlier engine: see await_session().
  explicit Engine(Config config, Snapshot start = initial_snapshot());

  // ---- Sessions (engine_session.cpp)

  // Errors: access_denied, fwp_already_exists, fwp_invalid_flags.
  Result<Guid> open(SessionRequest request, TokenRef token, Time now);
  // Also when the client has died: aborts the transaction, ends waiting and subscriptions, deletes
  // dynamic objects. Not while its commit is pending.
  Result<void> close(const Guid& session, Time now);
  Result<std::vector<SessionRequest>> sessions(const Guid& session);
  [[nodiscard]] const Session* find_session(const Guid& session) const;
  [[nodiscard]] std::size_t session_count() const { return sessions_.size(); }
  // fwp_txn_aborted, once, if the session's transaction was taken from it: what calls ask that
  // want nothing else of the engine.
  Result<void> check_not_aborted(const Guid& session);
  // A session of an earlier engine may come back until then, by its key and as the same user; else
  // its objects go.
  void await_session(const Guid& session, const security::Sid& user, Time deadline);
  // Its process is gone: it will not come back.
  void forget_session(const Guid& session);

  // ---- Transactions (engine_transaction.cpp)

  // Errors: fwp_txn_in_progress, fwp_invalid_flags, access_denied, insufficient_resources.
  Result<Readiness> begin(const Guid& session, std::uint32_t flags, Time now);
  // Errors: fwp_no_txn_in_progress; those of before_commit, and the transaction stays open.
  Result<void> commit(const Guid& session, Time now);
  Result<void> abort(const Guid& session, Time now);
  // Gets the lock for one write outside a transaction; needless, and ready, inside one.
  Result<Readiness> prepare_write(const Guid& session, Time now);
  // Gives up waiting, or what prepare_write() got and no call has used.
  void cancel_wait(const Guid& session, Time now);
  // With Config::two_phase: what commit(), or a write outside a transaction, left to be made
  // durable; nullptr: nothing. Its session can do nothing meanwhile, and keeps the lock.
  [[nodiscard]] const Commit* pending_commit() const {
    return pending_ ? &pending_->commit : nullptr;
  }
  // Publishes the pending commit, or drops it, as it was stored or not; a transaction that could
  // not be stored stays open. Returns `stored`.
  Result<void> finish_commit(Result<void> stored, Time now);
  // Lets time pass: ends waiting, transactions and awaited sessions that are over.
  void advance(Time now);
  [[nodiscard]] std::optional<Time> next_deadline() const;

  // ---- Objects (engine_add.cpp, engine_read.cpp)

  // Errors: those of check_object.h, fwp_already_exists, access_denied, quota_exceeded; of the
  // transaction: fwp_incompatible_txn, fwp_timeout (the lock is taken: prepare_write() first).
  template <class T>
  Result<Added> add(const Guid& session, T object, const security::SecurityDescriptor* descriptor,
                    Time now);
  // Errors: the kind's *_not_found, fwp_builtin_object, fwp_in_use, fwp_wrong_session,
  // fwp_dynamic_session_in_progress, access_denied.
  template <class T>
  Result<void> remove(const Guid& session, const Guid& key, Time now);
  template <class T>
  Result<void> remove_by_id(const Guid& session, std::uint64_t id, Time now);

  // What a caller may not read does not exist for him. Errors: the kind's *_not_found.
  template <class T>
  Result<std::shared_ptr<const Stored<T>>> get(const Guid& session, const Guid& key);
  template <class T>
  Result<std::shared_ptr<const Stored<T>>> get_by_id(const Guid& session, std::uint64_t id);
  // A snapshot of what the template selects and the caller may read. Errors: access_denied; those
  // of check_template().
  template <class T>
  Result<std::vector<std::shared_ptr<const Stored<T>>>> enumerate(const Guid& session,
                                                                  const TemplateOf<T>& selects);
  Result<const schema::LayerInfo*> get_layer(const Guid& session, const Guid& key);
  Result<const schema::LayerInfo*> get_layer_by_id(const Guid& session, std::uint16_t id);
  Result<std::vector<const schema::LayerInfo*>> layers(const Guid& session);
  // What the session sees: its own draft, its read-only view, or the last commit.
  Result<const Snapshot*> view(const Guid& session);

  // ---- Security and options (engine_security.cpp)

  Result<security::SecurityDescriptor> get_security(const Guid& session,
                                                    const SecurityTarget& target,
                                                    std::uint32_t information);
  // Errors: also fwp_txn_in_progress in an explicit transaction, fwp_dynamic_session_in_progress
  // for a container in a dynamic session.
  Result<void> set_security(const Guid& session, const SecurityTarget& target,
                            std::uint32_t information, const security::SecurityDescriptor& from,
                            Time now);
  // The default again, with the SACL as it was. Takes WRITE_DAC and WRITE_OWNER; errors as
  // set_security().
  Result<void> reset_security(const Guid& session, const SecurityTarget& target, DefaultKind kind,
                              Time now);
  // Has the session's token these rights on the last commit's target? Errors: access_denied, the
  // kind's *_not_found; `operation` is for the audit.
  Result<void> check_access(const Guid& session, const SecurityTarget& target,
                            security::AccessMask rights, std::string_view operation);
  // The target's descriptor as the session sees it, if it may know of the target.
  Result<DescriptorRef> descriptor(const Guid& session, const SecurityTarget& target);
  // What the last call refused with access_denied or privilege_not_held.
  [[nodiscard]] const std::optional<Refusal>& refusal() const { return refusal_; }
  Result<schema::Value> option(const Guid& session, std::uint32_t option);
  Result<void> set_option(const Guid& session, std::uint32_t option, const schema::Value& value,
                          Time now);

  // ---- Subscriptions (engine_subscription.cpp)

  Result<SubscriptionId> subscribe(const Guid& session, Kind kind, std::uint32_t flags,
                                   AnyTemplate selects);
  Result<void> unsubscribe(const Guid& session, SubscriptionId id);
  Result<std::vector<SubscriptionId>> subscriptions(const Guid& session, Kind kind);
  [[nodiscard]] const Subscription* find_subscription(SubscriptionId id) const;

  // ----

  [[nodiscard]] const SnapshotRef& snapshot() const { return snapshot_; }
  Events take_events();

 private:
  struct Orphan {
    std::optional<security::Sid> user;  // empty: nobody may take it over
    Time deadline = 0;
  };
  // A write in progress: the caller's explicit transaction, or one for this call alone.
  struct Write {
    Session* session;
    bool implicit;
  };
  struct Pending {
    Commit commit;
    bool implicit;
  };

  Result<Session*> enter(const Guid& key);
  Result<Write> begin_write(const Guid& session);
  Result<void> end_write(const Write& write, Result<void> outcome, Time now);
  // Runs `change` inside the session's transaction, or in one of its own that commits if it
  // succeeds.
  template <class Change>
  auto write(const Guid& session, Time now, Change change)
      -> decltype(change(std::declval<Session&>())) {
    WFP_TRY(const Write write, begin_write(session));
    auto outcome = change(*write.session);
    WFP_CHECK_OK(end_write(write, outcome ? Result<void>{} : fail(outcome.error()), now));
    return outcome;
  }
  Result<void> publish(const Guid& session);
  bool leave_pending(const Guid& session, bool implicit);
  [[nodiscard]] bool is_pending(const Guid& session) const;
  void install(Commit commit);
  void end_call(Session& session, Time now);
  void note(const std::vector<TransactionLock::Outcome>& outcomes, Time now);
  void end_transaction(Session& session, TransactionState next, Time now);
  void remove_session_objects(const Guid& session);
  void notify(const Commit& commit);

  template <class T>
  Result<Added> add_now(Session& session, T object, const security::SecurityDescriptor* descriptor);
  template <class T>
  Result<void> remove_now(Session& session, const Guid& key);
  template <class T>
  Result<Guid> key_of_id(const Snapshot& snapshot, std::uint64_t id) const;
  template <class T>
  Result<Guid> key_for(const T& object);
  Result<DescriptorRef> new_descriptor(Session& session, Kind kind,
                                       const security::SecurityDescriptor* given);
  Result<void> check_settable(const Session& session, const SecurityTarget& target);
  Result<void> set_security_now(Session& session, const SecurityTarget& target,
                                std::uint32_t information,
                                const security::SecurityDescriptor& from);
  Result<void> reset_security_now(Session& session, const SecurityTarget& target, DefaultKind kind);
  void secure(Session& session, const SecurityTarget& target, const DescriptorRef& old,
              DescriptorRef now, security::AccessMask rights);
  Result<DescriptorRef> descriptor_of(const Snapshot& snapshot, const Session& session,
                                      const SecurityTarget& target) const;

  // access_denied unless the session's token has the rights; tells the audit.
  Result<void> require(const Session& session, const ObjectName& object,
                       const DescriptorRef& descriptor, security::AccessMask rights,
                       std::string_view operation);
  void audit(AuditRecord record);

  Config config_;
  SnapshotRef snapshot_;
  std::optional<Draft> draft_;      // of the session that holds the lock to write
  std::optional<Pending> pending_;  // of the same
  TransactionLock lock_;
  std::map<Guid, Session> sessions_;
  std::map<Guid, Orphan> orphans_;
  std::map<SubscriptionId, Subscription> subscriptions_;
  struct NewDescriptor {
    DescriptorRef container;
    TokenRef token;
    DescriptorRef descriptor;
  };
  std::vector<NewDescriptor> new_descriptors_;  // made lately, so that many objects share one
  SubscriptionId last_subscription_ = 0;
  std::uint64_t last_filter_id_ = 0;
  std::uint64_t last_context_id_ = 0;
  std::uint32_t last_callout_id_ = 0;
  std::uint64_t last_order_ = 0;
  Events events_;
  std::optional<Refusal> refusal_;
};

}  // namespace wfp::engine
