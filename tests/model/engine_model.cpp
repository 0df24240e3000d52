#include "engine_model.h"

#include <algorithm>

#include "schema/builtin.h"

namespace wfp::engine::model {
namespace {

constexpr Time kHour = 3'600'000;

bool is_builtin_sublayer(const Guid& key) { return schema::find_builtin_sublayer(key) != nullptr; }

bool calls_callout(const Filter& filter) {
  return (filter.action & schema::kActionFlagCallout) != 0;
}

int length(Lifetime lifetime) {
  return lifetime == Lifetime::dynamic ? 0 : lifetime == Lifetime::fixed ? 1 : 2;
}

std::vector<std::pair<Kind, Guid>> references(const Object& object) {
  std::vector<std::pair<Kind, Guid>> all;
  if (object.provider) all.emplace_back(Kind::provider, *object.provider);
  if (object.kind != Kind::filter) return all;
  if (!is_builtin_sublayer(object.filter.sublayer))
    all.emplace_back(Kind::sublayer, object.filter.sublayer);
  if (calls_callout(object.filter)) all.emplace_back(Kind::callout, object.filter.action_key);
  if (object.filter.context) all.emplace_back(Kind::provider_context, *object.filter.context);
  return all;
}

Status not_found(Kind kind) {
  switch (kind) {
    case Kind::provider:
      return Status::fwp_provider_not_found;
    case Kind::provider_context:
      return Status::fwp_provider_context_not_found;
    case Kind::sublayer:
      return Status::fwp_sublayer_not_found;
    case Kind::callout:
      return Status::fwp_callout_not_found;
    default:
      return Status::fwp_filter_not_found;
  }
}

Status check_filter(const Policy& policy, const Object& object) {
  const Filter& filter = object.filter;
  if (!calls_callout(filter)) return Status::success;
  const Object* callout = policy.find(Kind::callout, filter.action_key);
  if (callout->layer != filter.layer) return Status::fwp_incompatible_layer;
  if (callout->needs_context && object.lifetime == Lifetime::boot_time)
    return Status::fwp_context_incompatible_with_callout;
  return Status::success;
}

bool same_objects(const Policy& a, const Policy& b) {
  return std::ranges::is_permutation(a.objects, b.objects, {}, &Object::order, &Object::order);
}

}  // namespace

Status EngineModel::open(const Guid& key, bool dynamic, bool same_user) {
  if (sessions.contains(key)) return Status::fwp_already_exists;
  if (const auto orphan = orphans.find(key); orphan != orphans.end()) {
    if (!orphan->second.awaited || !same_user || !dynamic) return Status::fwp_already_exists;
    orphans.erase(orphan);
  }
  sessions[key].dynamic = dynamic;
  return Status::success;
}

void EngineModel::drop_objects_of(const Guid& session) {
  const auto is_own = [&](const Object& object) {
    return object.lifetime == Lifetime::dynamic && object.session == session;
  };
  std::erase_if(committed.objects, is_own);
  for (auto& [key, other] : sessions) {
    if (other.state == State::writing) std::erase_if(other.view.objects, is_own);
  }
}

void EngineModel::close(const Guid& session, Time now) {
  sessions.erase(session);
  std::erase(queue_, session);
  drop_objects_of(session);
  grant(now);
}

void EngineModel::forget(const Guid& session) {
  if (orphans.erase(session) != 0) drop_objects_of(session);
}

bool EngineModel::enter(Session& session) {
  if (session.state != State::aborted) return true;
  session.state = State::none;
  return false;
}

bool EngineModel::is_free(State wanted) const {
  return std::ranges::none_of(sessions, [&](const auto& entry) {
    const State state = entry.second.state;
    if (state == State::reading) return wanted != State::reading;
    return state == State::writing || state == State::may_call;
  });
}

void EngineModel::get(Session& session, State state, Time now) {
  session.state = state;
  session.began = now;
  session.view = committed;
}

void EngineModel::grant(Time now) {
  while (!queue_.empty() && is_free(sessions.at(queue_.front()).wanted)) {
    Session& session = sessions.at(queue_.front());
    get(session, session.wanted, now);
    queue_.erase(queue_.begin());
  }
}

void EngineModel::ask(const Guid& key, State wanted, Time now, bool& waits) {
  Session& session = sessions.at(key);
  waits = !queue_.empty() || !is_free(wanted);
  if (!waits) return get(session, wanted, now);
  session.state = State::waiting;
  session.wanted = wanted;
  session.deadline = now + 15'000;
  queue_.push_back(key);
}

Status EngineModel::begin(const Guid& key, bool reads, Time now, bool& waits) {
  Session& session = sessions.at(key);
  if (!enter(session)) return Status::fwp_txn_aborted;
  if (session.state == State::reading || session.state == State::writing)
    return Status::fwp_txn_in_progress;
  session.state = State::none;  // gives back what prepare() got
  grant(now);
  ask(key, reads ? State::reading : State::writing, now, waits);
  return Status::success;
}

Status EngineModel::prepare(const Guid& key, Time now, bool& waits) {
  Session& session = sessions.at(key);
  if (!enter(session)) return Status::fwp_txn_aborted;
  if (session.state == State::none) ask(key, State::may_call, now, waits);
  return Status::success;
}

Status EngineModel::commit(const Guid& key, bool stored, Time now) {
  Session& session = sessions.at(key);
  if (!enter(session)) return Status::fwp_txn_aborted;
  if (session.state != State::reading && session.state != State::writing)
    return Status::fwp_no_txn_in_progress;
  if (session.state == State::writing) {
    if (!stored && !same_objects(session.view, committed)) return Status::insufficient_resources;
    committed = session.view;
  }
  session.state = State::none;
  grant(now);
  return Status::success;
}

Status EngineModel::abort(const Guid& key, Time now) {
  Session& session = sessions.at(key);
  if (!enter(session)) return Status::fwp_txn_aborted;
  if (session.state != State::reading && session.state != State::writing)
    return Status::fwp_no_txn_in_progress;
  session.state = State::none;
  grant(now);
  return Status::success;
}

void EngineModel::advance(Time now) {
  for (auto& [key, session] : sessions) {
    const bool calls = session.state == State::may_call;
    if (session.state != State::reading && session.state != State::writing && !calls) continue;
    if (now < session.began + kHour) continue;
    session.state = calls ? State::none : State::aborted;
    grant(now);
  }
  std::erase_if(queue_, [&](const Guid& key) {
    Session& session = sessions.at(key);
    if (session.deadline > now) return false;
    session.state = State::none;
    return true;
  });
  grant(now);
  std::vector<Guid> over;
  for (const auto& [key, orphan] : orphans) {
    if (orphan.deadline <= now) over.push_back(key);
  }
  for (const Guid& key : over) forget(key);
}

Status EngineModel::may_write(const Session& session) const {
  if (session.state == State::writing || session.state == State::may_call) return Status::success;
  if (session.state == State::reading) return Status::fwp_incompatible_txn;
  return queue_.empty() && is_free(State::writing) ? Status::success : Status::fwp_timeout;
}

const Policy& EngineModel::policy_of(const Session& session) const {
  const bool own = session.state == State::reading || session.state == State::writing;
  return own ? session.view : committed;
}

const Policy* EngineModel::seen_by(const Guid& key) {
  Session& session = sessions.at(key);
  return enter(session) ? &policy_of(session) : nullptr;
}

Status EngineModel::end_call(Session& session, Status status, Time now) {
  if (session.state != State::writing) {
    session.state = State::none;
    grant(now);
  }
  return status;
}

Status EngineModel::check_add(const Guid& key, Object& object) const {
  const Policy& policy = policy_of(sessions.at(key));
  const bool dynamic = sessions.at(key).dynamic;
  // As the engine looks: sublayer, provider, context, callout.
  for (const Kind kind : {Kind::sublayer, Kind::provider, Kind::provider_context, Kind::callout}) {
    for (const auto& [other, name] : references(object)) {
      if (other == kind && policy.find(kind, name) == nullptr) return not_found(kind);
    }
  }
  if (object.kind == Kind::filter) {
    if (const Status status = check_filter(policy, object); status != Status::success)
      return status;
  }
  if (dynamic && object.lifetime != Lifetime::fixed) return Status::fwp_lifetime_mismatch;
  if (dynamic) object.lifetime = Lifetime::dynamic;
  if (dynamic) object.session = key;
  for (const auto& [kind, name] : references(object)) {
    const Object& other = *policy.find(kind, name);
    if (length(other.lifetime) < length(object.lifetime)) return Status::fwp_lifetime_mismatch;
    if (other.lifetime == Lifetime::dynamic && other.session != key)
      return Status::fwp_lifetime_mismatch;
    const bool both_kept = length(object.lifetime) == 2 && length(other.lifetime) == 2;
    if (both_kept && other.provider && other.provider != object.provider)
      return Status::fwp_lifetime_mismatch;
  }
  if (policy.find(object.kind, object.key) != nullptr) return Status::fwp_already_exists;
  return Status::success;
}

Status EngineModel::add(const Guid& key, Object object, bool stored, Time now) {
  Session& session = sessions.at(key);
  if (!enter(session)) return Status::fwp_txn_aborted;
  if (const Status status = may_write(session); status != Status::success) return status;
  Status status = check_add(key, object);
  const bool in_transaction = session.state == State::writing;
  if (status == Status::success && !in_transaction && !stored)
    status = Status::insufficient_resources;
  if (status == Status::success) {
    object.order = ++order_;
    (in_transaction ? session.view : committed).objects.push_back(std::move(object));
  }
  return end_call(session, status, now);
}

Status EngineModel::check_remove(const Guid& key, Kind kind, const Guid& name) const {
  const Session& session = sessions.at(key);
  const Policy& policy = policy_of(session);
  const Object* object = policy.find(kind, name);
  if (object == nullptr) return not_found(kind);
  const bool dynamic = object->lifetime == Lifetime::dynamic;
  if (dynamic && object->session != key) return Status::fwp_wrong_session;
  if (!dynamic && session.dynamic) return Status::fwp_dynamic_session_in_progress;
  for (const Object& other : policy.objects) {
    if (std::ranges::count(references(other), std::pair(kind, name)) != 0)
      return Status::fwp_in_use;
  }
  return Status::success;
}

Status EngineModel::remove(const Guid& key, Kind kind, const Guid& name, bool stored, Time now) {
  Session& session = sessions.at(key);
  if (!enter(session)) return Status::fwp_txn_aborted;
  if (const Status status = may_write(session); status != Status::success) return status;
  Status status = check_remove(key, kind, name);
  const bool in_transaction = session.state == State::writing;
  if (status == Status::success && !in_transaction && !stored)
    status = Status::insufficient_resources;
  if (status == Status::success) {
    std::erase_if((in_transaction ? session.view : committed).objects,
                  [&](const Object& other) { return other.kind == kind && other.key == name; });
  }
  return end_call(session, status, now);
}

void EngineModel::restart(bool same_boot) {
  sessions.clear();
  queue_.clear();
  orphans.clear();
  if (!same_boot) {
    std::erase_if(committed.objects,
                  [](const Object& object) { return length(object.lifetime) < 2; });
  }
  for (const Object& object : committed.objects) {
    if (object.lifetime == Lifetime::dynamic) orphans[object.session];
  }
}

}  // namespace wfp::engine::model
