#include "daemon/engine_host.h"

#include "daemon/process.h"
#include "daemon/random_guid.h"

namespace wfp::daemon {
namespace {

using engine::Readiness;
using engine::Wakeup;

engine::Engine::Config engine_config() {
  engine::Engine::Config config;
  config.make_guid = random_guid;
  config.two_phase = true;
  config.limits.waiting_sessions = 16'384;  // more than there can be sessions: quotas.h
  return config;
}

}  // namespace

EngineHost::EngineHost(Parts parts, Store store, Startup startup)
    : parts_(parts),
      engine_(engine_config(), std::move(startup.snapshot)),
      endpoints_(std::move(startup.endpoints)),
      charges_(parts.ledger),
      trail_(parts.log),
      store_(std::move(store)),
      tasks_(*this),
      worker_(parts.events) {
  for (const StoredOwner& owner : startup.owners) charges_.adopt(owner);
  for (const StoredSession& session : startup.awaited) {
    stored_sessions_.insert(session.key);
    engine_.await_session(session.key, session.user, now() + kReopenMs);
  }
  for (const Guid& session : startup.gone) engine_.forget_session(session);
  if (!startup.gone.empty()) store_aside({.sessions_gone = startup.gone});
  pump();
}

engine::Time EngineHost::now() const {
  return static_cast<engine::Time>((parts_.timer.now() - kj::origin<kj::TimePoint>()) /
                                   kj::MILLISECONDS);
}

bool EngineHost::is_in_transaction(const Guid& session) const {
  const engine::Session* found = engine_.find_session(session);
  return found != nullptr && found->in_transaction();
}

const security::SecurityDescriptor& EngineHost::engine_descriptor() const {
  return snapshot()->containers[static_cast<std::size_t>(engine::Kind::engine)]->descriptor();
}

CallerPtr EngineHost::caller_of(const Guid& session) const {
  const auto found = callers_.find(session);
  return found == callers_.end() ? opening_ : found->second;
}

Failure EngineHost::failure(Error error) const {
  const bool is_refusal =
      error.status == Status::access_denied || error.status == Status::privilege_not_held;
  const auto& refused = engine_.refusal();
  if (!is_refusal || !refused) return error;
  const bool is_container = refused->object.key.is_zero();
  return {
      std::move(error),
      {.object = Object::policy(refused->object.kind,
                                is_container ? std::nullopt : std::optional(refused->object.key)),
       .missing = refused->missing,
       .privilege = refused->privilege,
       .owner = refused->owner}};
}

Answer<Guid> EngineHost::open(engine::SessionRequest request, CallerPtr caller) {
  opening_ = caller;
  const auto token = std::make_shared<const security::Token>(caller->token);
  Answer<Guid> opened = answer(engine_.open(std::move(request), token, now()));
  if (opened) {
    callers_[*opened] = caller;
    started_[*opened] = start_of(caller->pid).value_or(0);
    // Somebody has come back for the objects of a session that the daemon before this one had.
    if (stored_sessions_.contains(*opened)) {
      store_aside({.sessions = {{*opened, caller->token.user(), caller->pid, started_[*opened]}}});
    }
  }
  pump();
  opening_ = nullptr;
  return opened;
}

void EngineHost::close(const Guid& session) {
  if (storing_.contains(session)) {
    closing_.insert(session);
  } else {
    close_now(session);
  }
}

void EngineHost::close_now(const Guid& session) {
  static_cast<void>(engine_.close(session, now()));
  charges_.drop(session);
  changes_.drop_session(session);
  end_wait(session, fail(Status::fwp_session_aborted, "the session was closed while it waited"));
  pump();
  if (stored_sessions_.erase(session) != 0) store_aside({.sessions_gone = {session}});
  callers_.erase(session);
  started_.erase(session);
}

kj::Promise<Result<LockTurn>> EngineHost::lock_for(const Guid& session) {
  auto readiness = engine_.prepare_write(session, now());
  pump();
  if (!readiness) return Result<LockTurn>(fail(readiness.error()));
  if (*readiness == Readiness::ready) return Result<LockTurn>(LockTurn(*this, session));
  return kj::newAdaptedPromise<Result<LockTurn>, LockWaiter>(static_cast<LockWaits&>(*this),
                                                             session);
}

kj::Promise<Answer<void>> EngineHost::begin(const Guid& session, std::uint32_t flags) {
  auto readiness = answer(engine_.begin(session, flags, now()));
  pump();
  if (!readiness) return Answer<void>(fail(readiness.error()));
  if (*readiness == Readiness::ready) return Answer<void>();
  return kj::newAdaptedPromise<Result<LockTurn>, LockWaiter>(static_cast<LockWaits&>(*this),
                                                             session)
      .then([](Result<LockTurn> turn) -> Answer<void> {
        if (!turn) return fail(turn.error());
        return {};
      });
}

kj::Promise<Answer<void>> EngineHost::commit(const Guid& session) {
  auto outcome = answer(engine_.commit(session, now()));
  if (!outcome) {
    pump();
    return outcome;
  }
  return stored(session).then([](Result<void> done) -> Answer<void> {
    if (!done) return fail(done.error());
    return {};
  });
}

Answer<void> EngineHost::abort(const Guid& session) {
  auto outcome = answer(engine_.abort(session, now()));
  if (outcome) charges_.drop(session);
  pump();
  return outcome;
}

// Of a call that was given up, or of a turn that is over: then the engine has nothing to cancel.
void EngineHost::cancel_wait(const Guid& session) {
  if (storing_.contains(session)) return;
  engine_.cancel_wait(session, now());
  tasks_.add(kj::evalLater([this] { pump(); }));
}

void EngineHost::wake(const Wakeup& wakeup) {
  switch (wakeup.what) {
    case Wakeup::What::granted:
      return end_wait(wakeup.session, {});
    case Wakeup::What::timed_out:
      return end_wait(wakeup.session,
                      fail(Status::fwp_timeout, "another session's transaction holds the lock"));
    case Wakeup::What::transaction_aborted:
      return charges_.drop(wakeup.session);
  }
}

void EngineHost::pump() {
  engine::Events events = engine_.take_events();
  for (const engine::Commit& commit : events.commits) take_commit(commit);
  for (const Wakeup& wakeup : events.wakeups) wake(wakeup);
  for (const Guid& session : events.overlong) {
    parts_.log.write(LogLevel::warning, "session " + to_string(session) +
                                            " holds its transaction longer than the watchdog says");
  }
  changes_.deliver(events.notifications);
  take_denials(events.audit, events.audit_lost);
  arm();
}

// One alarm for the engine's next deadline. An alarm that rings cannot set the next one itself: it
// would destroy what it runs in.
void EngineHost::arm() {
  if (in_alarm_) return;
  const auto next = engine_.next_deadline();
  if (!next) {
    alarm_ = nullptr;
    return;
  }
  const engine::Time left = *next > now() ? *next - now() : 0;
  alarm_ = parts_.timer.afterDelay((left + 1) * kj::MILLISECONDS)
               .then([this] {
                 in_alarm_ = true;
                 engine_.advance(now());
                 pump();
                 tasks_.add(kj::evalLater([this] {
                   in_alarm_ = false;
                   arm();
                 }));
               })
               .eagerlyEvaluate([](kj::Exception&&) {});
}

void EngineHost::taskFailed(kj::Exception&& exception) {
  parts_.log.write(LogLevel::error, exception.getDescription().cStr());
}

}  // namespace wfp::daemon
