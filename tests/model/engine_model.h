// EngineModel: what the engine should do, written down in the plainest way: copies of whole
// policies, linear searches.
//
// It knows a handful of keys and what random_policy.cpp makes. It predicts the status of each call,
// what every session sees, and (classify_model.h) what each request is answered.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "classify_model.h"
#include "engine/lock.h"

namespace wfp::engine::model {

class EngineModel {
 public:
  enum class State { none, waiting, reading, writing, may_call, aborted };
  struct Session {
    bool dynamic = false;
    State state = State::none;
    State wanted = State::none;  // when waiting
    Time deadline = 0;           // of waiting
    Time began = 0;              // of what holds the lock
    Policy view;                 // of a transaction
  };
  // A session of an earlier engine; it comes back as the same user until then.
  struct Orphan {
    bool awaited = false;
    Time deadline = 0;
  };

  Policy committed;
  std::map<Guid, Session> sessions;
  std::map<Guid, Orphan> orphans;

  Status open(const Guid& session, bool dynamic, bool same_user);
  void close(const Guid& session, Time now);
  // Asks for the lock. `waits`: it is not to be had now.
  Status begin(const Guid& session, bool reads, Time now, bool& waits);
  Status prepare(const Guid& session, Time now, bool& waits);
  // `stored`: whether it can be made durable.
  Status commit(const Guid& session, bool stored, Time now);
  Status abort(const Guid& session, Time now);
  void advance(Time now);
  void forget(const Guid& session);
  // `object` without life and order, which a successful add gives it.
  Status add(const Guid& session, Object object, bool stored, Time now);
  Status remove(const Guid& session, Kind kind, const Guid& key, bool stored, Time now);
  void restart(bool same_boot);
  // Empty: the session's transaction was taken from it.
  const Policy* seen_by(const Guid& session);
  [[nodiscard]] bool is_waiting(const Guid& session) const {
    return sessions.at(session).state == State::waiting;
  }

 private:
  // Whether the session can go on: says once that its transaction was taken from it.
  bool enter(Session& session);
  void ask(const Guid& session, State wanted, Time now, bool& waits);
  [[nodiscard]] bool is_free(State wanted) const;
  void get(Session& session, State state, Time now);
  void grant(Time now);
  [[nodiscard]] Status may_write(const Session& session) const;
  Status check_add(const Guid& session, Object& object) const;
  Status check_remove(const Guid& session, Kind kind, const Guid& key) const;
  // Ends a call outside a transaction.
  Status end_call(Session& session, Status status, Time now);
  [[nodiscard]] const Policy& policy_of(const Session& session) const;
  void drop_objects_of(const Guid& session);

  std::vector<Guid> queue_;
  std::uint64_t order_ = 0;
};

}  // namespace wfp::engine::model
