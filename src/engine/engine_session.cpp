#include <algorithm>

#include "engine/engine.h"
#include "engine/planted.h"

namespace wfp::engine {

Engine::Engine(Config config, Snapshot start)
    : config_(std::move(config)), snapshot_(std::make_shared<const Snapshot>(std::move(start))) {
  const auto raise = [](auto& last, std::uint64_t used) {
    last = std::max(last, static_cast<std::remove_reference_t<decltype(last)>>(used));
  };
  for (auto at = snapshot_->filter_ids.first(); at; at.next()) raise(last_filter_id_, at.key());
  for (auto at = snapshot_->context_ids.first(); at; at.next()) raise(last_context_id_, at.key());
  for (auto at = snapshot_->callout_ids.first(); at; at.next()) raise(last_callout_id_, at.key());
  const auto raise_order = [&](const auto& table) {
    for (auto at = table.first(); at; at.next()) raise(last_order_, at.value()->order);
  };
  raise_order(snapshot_->providers);
  raise_order(snapshot_->contexts);
  raise_order(snapshot_->sublayers);
  raise_order(snapshot_->callouts);
  if (!planted(Bug::start_forgets_order)) raise_order(snapshot_->filters);
  for (auto at = snapshot_->dynamic.first(); at; at.next()) orphans_.try_emplace(at.key().session);
}

const Session* Engine::find_session(const Guid& session) const {
  const auto found = sessions_.find(session);
  return found == sessions_.end() ? nullptr : &found->second;
}

Result<Session*> Engine::enter(const Guid& key) {
  refusal_.reset();
  const auto found = sessions_.find(key);
  if (found == sessions_.end())
    return fail(Status::fwp_session_aborted, "there is no such session any more");
  Session& session = found->second;
  if (is_pending(key)) return fail(Status::fwp_txn_in_progress, "the session's commit is pending");
  switch (session.state) {
    case TransactionState::aborted:
      session.state = TransactionState::none;
      return fail(Status::fwp_txn_aborted, "the transaction was held for too long");
    case TransactionState::waiting_to_read:
    case TransactionState::waiting_to_write:
    case TransactionState::waiting_to_call:
      return fail(Status::fwp_txn_in_progress, "the session waits for the transaction lock");
    default:
      return &session;
  }
}

Result<void> Engine::check_not_aborted(const Guid& key) {
  const auto found = sessions_.find(key);
  const bool was_aborted =
      found != sessions_.end() && found->second.state == TransactionState::aborted;
  if (was_aborted) WFP_CHECK_OK(enter(key));
  return {};
}

Result<Guid> Engine::open(SessionRequest request, TokenRef token, Time) {
  refusal_.reset();
  if ((request.flags & ~(schema::kSessionFlagDynamic | schema::kSessionFlagReserved)) != 0) {
    return fail(Status::fwp_invalid_flags, "a session is dynamic or not");
  }
  Session session{std::move(request), std::move(token), TransactionState::none, 0, nullptr};
  WFP_CHECK_OK(require(session, {Kind::engine, {}},
                       snapshot_->containers[static_cast<std::size_t>(Kind::engine)],
                       schema::kActrlOpen, "open"));
  if (session.request.key.is_zero()) session.request.key = config_.make_guid();
  const Guid key = session.request.key;
  if (sessions_.contains(key)) return fail(Status::fwp_already_exists, "a session has this key");
  if (const auto orphan = orphans_.find(key); orphan != orphans_.end()) {
    const bool is_heir = orphan->second.user == session.token->user() && session.is_dynamic();
    if (!is_heir)
      return fail(Status::fwp_already_exists, "a session had this key and may come back");
    orphans_.erase(orphan);
  }
  sessions_.emplace(key, std::move(session));
  return key;
}

Result<void> Engine::close(const Guid& key, Time now) {
  const auto found = sessions_.find(key);
  if (found == sessions_.end())
    return fail(Status::fwp_session_aborted, "there is no such session any more");
  if (is_pending(key)) return fail(Status::fwp_txn_in_progress, "the session's commit is pending");
  Session session = std::move(found->second);
  sessions_.erase(found);
  std::erase_if(subscriptions_, [&](const auto& entry) { return entry.second.session == key; });
  // The objects go before anybody else gets the lock: who waits for it must not build on them.
  if (session.state == TransactionState::writing) draft_.reset();
  if (!planted(Bug::dynamic_objects_stay)) remove_session_objects(key);
  note(lock_.release(key), now);
  return {};
}

void Engine::remove_session_objects(const Guid& session) {
  const std::vector<ObjectRef> objects = objects_of_session(*snapshot_, session);
  if (draft_) draft_->forget_session(session);
  if (objects.empty()) return;
  Draft removal(*snapshot_);
  for (const ObjectRef& object : objects) {
    std::visit([&](const auto& stored) { removal.remove(stored); }, object);
  }
  Commit commit = removal.finish(session, snapshot_->version + 1);
  // A dead session's objects go even if that cannot be stored: the next start finds them ownerless
  // and ends them.
  if (config_.before_commit) static_cast<void>(config_.before_commit(commit));
  snapshot_ = commit.snapshot;
  notify(commit);
  events_.commits.push_back(std::move(commit));
}

Result<std::vector<SessionRequest>> Engine::sessions(const Guid& session) {
  WFP_TRY(const Session* own, enter(session));
  const DescriptorRef& guard = snapshot_->containers[static_cast<std::size_t>(Kind::engine)];
  WFP_CHECK_OK(require(*own, {Kind::engine, {}}, guard, schema::kActrlEnum, "enumerate sessions"));
  std::vector<SessionRequest> all;
  for (const auto& [key, other] : sessions_) {
    const bool is_own = other.token->user() == own->token->user();
    if (is_own || may(guard, *own->token, schema::kActrlRead)) all.push_back(other.request);
  }
  return all;
}

void Engine::await_session(const Guid& session, const security::Sid& user, Time deadline) {
  const auto orphan = orphans_.find(session);
  if (orphan != orphans_.end()) orphan->second = {user, deadline};
}

void Engine::forget_session(const Guid& session) {
  if (orphans_.erase(session) != 0) remove_session_objects(session);
}

}  // namespace wfp::engine
