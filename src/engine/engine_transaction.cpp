#include <algorithm>

#include "engine/engine.h"
#include "engine/planted.h"

namespace wfp::engine {

Result<Readiness> Engine::begin(const Guid& key, std::uint32_t flags, Time now) {
  WFP_TRY(Session * session, enter(key));
  if (session->in_transaction())
    return fail(Status::fwp_txn_in_progress, "the session has a transaction open");
  if ((flags & ~schema::kTxnReadOnly) != 0)
    return fail(Status::fwp_invalid_flags, "a transaction is read-only or not");
  const bool reads = (flags & schema::kTxnReadOnly) != 0;
  WFP_CHECK_OK(require(
      *session, {Kind::engine, {}}, snapshot_->containers[static_cast<std::size_t>(Kind::engine)],
      reads ? schema::kActrlBeginReadTxn : schema::kActrlBeginWriteTxn, "begin transaction"));
  if (lock_.waiting_count() >= config_.limits.waiting_sessions) {
    return fail(Status::insufficient_resources, "too many sessions wait for the transaction lock");
  }
  if (session->state == TransactionState::may_call) note(lock_.release(key), now);
  session->state = reads ? TransactionState::waiting_to_read : TransactionState::waiting_to_write;
  if (!lock_.acquire(key, reads ? Access::read : Access::write, session->wait_until(now)))
    return Readiness::waiting;
  session->state = reads ? TransactionState::reading : TransactionState::writing;
  session->has_lock_since(now);
  if (reads) {
    session->read_view = snapshot_;
  } else {
    draft_.emplace(*snapshot_);
  }
  return Readiness::ready;
}

Result<void> Engine::commit(const Guid& key, Time now) {
  WFP_TRY(Session * session, enter(key));
  if (!session->in_transaction())
    return fail(Status::fwp_no_txn_in_progress, "the session has no transaction open");
  if (session->state == TransactionState::writing) {
    if (leave_pending(key, false)) return {};
    WFP_CHECK_OK(publish(key));
  }
  end_transaction(*session, TransactionState::none, now);
  return {};
}

Result<void> Engine::abort(const Guid& key, Time now) {
  WFP_TRY(Session * session, enter(key));
  if (!session->in_transaction())
    return fail(Status::fwp_no_txn_in_progress, "the session has no transaction open");
  if (planted(Bug::abort_keeps_changes) && session->state == TransactionState::writing)
    WFP_CHECK_OK(publish(key));
  end_transaction(*session, TransactionState::none, now);
  return {};
}

void Engine::end_transaction(Session& session, TransactionState next, Time now) {
  if (session.state == TransactionState::writing) draft_.reset();
  session.read_view = nullptr;
  session.state = next;
  note(lock_.release(session.request.key), now);
}

Result<Readiness> Engine::prepare_write(const Guid& key, Time now) {
  WFP_TRY(Session * session, enter(key));
  if (session->in_transaction() || session->state == TransactionState::may_call)
    return Readiness::ready;
  if (lock_.waiting_count() >= config_.limits.waiting_sessions) {
    return fail(Status::insufficient_resources, "too many sessions wait for the transaction lock");
  }
  const bool granted = lock_.acquire(key, Access::write, session->wait_until(now));
  session->state = granted ? TransactionState::may_call : TransactionState::waiting_to_call;
  session->has_lock_since(now);
  return granted ? Readiness::ready : Readiness::waiting;
}

Result<Engine::Write> Engine::begin_write(const Guid& key) {
  WFP_TRY(Session * session, enter(key));
  switch (session->state) {
    case TransactionState::writing:
      if (draft_->audit().size() >= config_.limits.audit_records_per_transaction) {
        return fail(Status::quota_exceeded,
                    "the transaction has all the audit records it may have");
      }
      return Write{session, false};
    case TransactionState::reading:
      return fail(Status::fwp_incompatible_txn, "the transaction is read-only");
    case TransactionState::may_call:
      break;
    default:
      if (!lock_.try_acquire(key, Access::write)) {
        return fail(Status::fwp_timeout, "another session has the transaction lock");
      }
  }
  draft_.emplace(*snapshot_);
  return Write{session, true};
}

Result<void> Engine::end_write(const Write& write, Result<void> outcome, Time now) {
  if (!write.implicit) return outcome;
  const Guid& key = write.session->request.key;
  if (outcome && leave_pending(key, true)) return outcome;
  if (outcome) outcome = publish(key);
  end_call(*write.session, now);
  return outcome;
}

void Engine::end_call(Session& session, Time now) {
  draft_.reset();
  session.state = TransactionState::none;
  note(lock_.release(session.request.key), now);
}

Result<void> Engine::publish(const Guid& session) {
  Commit commit = draft_->finish(session, snapshot_->version + 1);
  if (commit.is_empty()) return {};
  if (config_.before_commit) WFP_CHECK_OK(config_.before_commit(commit));
  install(std::move(commit));
  return {};
}

void Engine::install(Commit commit) {
  snapshot_ = commit.snapshot;
  notify(commit);
  for (const AuditRecord& record : commit.audit) audit(record);
  events_.commits.push_back(std::move(commit));
}

bool Engine::leave_pending(const Guid& session, bool implicit) {
  if (!config_.two_phase) return false;
  Commit commit = draft_->finish(session, snapshot_->version + 1);
  if (commit.is_empty()) return false;
  pending_.emplace(std::move(commit), implicit);
  return true;
}

bool Engine::is_pending(const Guid& session) const {
  return pending_ && pending_->commit.session == session;
}

Result<void> Engine::finish_commit(Result<void> stored, Time now) {
  if (!pending_) return fail(Status::internal_error, "no commit is pending");
  const bool implicit = pending_->implicit;
  Session& session = sessions_.at(pending_->commit.session);
  pending_.reset();
  // Made anew: dynamic objects of other sessions may have gone in the meantime.
  if (stored) install(draft_->finish(session.request.key, snapshot_->version + 1));
  if (implicit) {
    end_call(session, now);
  } else if (stored) {
    end_transaction(session, TransactionState::none, now);
  }
  return stored;
}

void Engine::cancel_wait(const Guid& key, Time now) {
  const auto found = sessions_.find(key);
  if (found == sessions_.end() || is_pending(key)) return;
  Session& session = found->second;
  switch (session.state) {
    case TransactionState::waiting_to_read:
    case TransactionState::waiting_to_write:
    case TransactionState::waiting_to_call:
    case TransactionState::may_call:
      session.state = TransactionState::none;
      note(lock_.release(key), now);
      break;
    default:
      break;
  }
}

void Engine::note(const std::vector<TransactionLock::Outcome>& outcomes, Time now) {
  for (const TransactionLock::Outcome& outcome : outcomes) {
    const auto found = sessions_.find(outcome.holder);
    if (found == sessions_.end()) continue;
    Session& session = found->second;
    session.has_lock_since(now);
    if (!outcome.granted) {
      session.state = TransactionState::none;
      events_.wakeups.push_back({outcome.holder, Wakeup::What::timed_out});
      continue;
    }
    if (session.state == TransactionState::waiting_to_read) {
      session.state = TransactionState::reading;
      session.read_view = snapshot_;
    } else if (session.state == TransactionState::waiting_to_write) {
      session.state = TransactionState::writing;
      draft_.emplace(*snapshot_);
    } else {
      session.state = TransactionState::may_call;
    }
    events_.wakeups.push_back({outcome.holder, Wakeup::What::granted});
  }
}

void Engine::advance(Time now) {
  const std::uint32_t watchdog_ms = snapshot_->options.watchdog_ms;
  for (auto& [key, session] : sessions_) {
    const bool is_explicit = session.in_transaction();
    if (is_pending(key) || (!is_explicit && session.state != TransactionState::may_call)) continue;
    if (is_explicit && watchdog_ms != 0 && !session.is_overlong &&
        now >= session.began + watchdog_ms) {
      session.is_overlong = true;
      events_.overlong.push_back(key);
    }
    if (now < session.began + kLongestTransactionMs) continue;
    end_transaction(session, is_explicit ? TransactionState::aborted : TransactionState::none, now);
    if (is_explicit) events_.wakeups.push_back({key, Wakeup::What::transaction_aborted});
  }
  note(lock_.expire(now), now);
  while (true) {
    const auto over = std::ranges::find_if(
        orphans_, [&](const auto& orphan) { return orphan.second.deadline <= now; });
    if (over == orphans_.end()) break;
    forget_session(Guid(over->first));
  }
}

std::optional<Time> Engine::next_deadline() const {
  std::optional<Time> next = lock_.next_deadline();
  const auto consider = [&](Time time) { next = next ? std::min(*next, time) : time; };
  const std::uint32_t watchdog_ms = snapshot_->options.watchdog_ms;
  for (const auto& [key, session] : sessions_) {
    const bool is_explicit = session.in_transaction();
    if (is_pending(key) || (!is_explicit && session.state != TransactionState::may_call)) continue;
    consider(session.began + kLongestTransactionMs);
    if (is_explicit && watchdog_ms != 0 && !session.is_overlong)
      consider(session.began + watchdog_ms);
  }
  for (const auto& [key, orphan] : orphans_) consider(orphan.deadline);
  return next;
}

Events Engine::take_events() { return std::exchange(events_, {}); }

}  // namespace wfp::engine
