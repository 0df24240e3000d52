#include <algorithm>

#include "daemon/engine_host.h"

namespace wfp::daemon {
namespace {

using engine::ChangeType;
using engine::Kind;
using engine::Lifetime;

bool adds_dynamic(const engine::Change& change) {
  return change.type == ChangeType::add && engine::lifetime_of(change.object) == Lifetime::dynamic;
}

// The descriptors of containers and layers that a commit has made others.
StoredDescriptors changed_descriptors(const engine::Snapshot& before,
                                      const engine::Snapshot& after) {
  StoredDescriptors changed;
  for (std::size_t i = 0; i < engine::kKindCount; ++i) {
    if (before.containers[i] == after.containers[i]) continue;
    changed[container_row(static_cast<Kind>(i))] = after.containers[i]->descriptor().to_bytes();
  }
  for (const schema::LayerInfo& layer : schema::layers()) {
    const auto& descriptor = after.layer_security[layer.index()];
    if (before.layer_security[layer.index()] == descriptor) continue;
    changed[layer_row(layer)] = descriptor->descriptor().to_bytes();
  }
  return changed;
}

}  // namespace

StoreWork EngineHost::work_of(const engine::Commit& commit, const Caller& caller) {
  StoreWork work{.changes = commit.changes, .uid = caller.uid};
  if (commit.containers_changed)
    work.descriptors = changed_descriptors(*snapshot(), *commit.snapshot);
  if (commit.options_changed) work.options = commit.snapshot->options;
  if (!stored_sessions_.contains(commit.session) &&
      std::ranges::any_of(commit.changes, adds_dynamic)) {
    work.sessions.push_back(
        {commit.session, caller.token.user(), caller.pid, started_[commit.session]});
    stored_sessions_.insert(commit.session);
  }
  for (const engine::AuditRecord& record : commit.audit)
    work.audit.push_back(trail_.entry_of(record, caller));
  return work;
}

kj::Promise<Result<void>> EngineHost::stored(const Guid& session) {
  const engine::Commit* pending = engine_.pending_commit();
  if (pending == nullptr || pending->session != session) {
    pump();
    return Result<void>{};
  }
  const CallerPtr caller = caller_of(session);
  StoreWork work = work_of(*pending, *caller);
  constexpr auto kEngine = static_cast<std::size_t>(Kind::engine);
  const auto before = snapshot()->containers[kEngine];
  const auto after = pending->snapshot->containers[kEngine];
  EndpointRulesPtr endpoints;
  if (before != after) {
    auto follows = endpoints_.follow(after->descriptor());
    if (!follows) {
      finish(session, fail(follows.error()));
      return Result<void>(fail(follows.error()));
    }
    endpoints = *follows;
    if (endpoints) work.descriptors[kEndpointsRow] = endpoints->descriptor.to_bytes();
  }
  const std::vector<AuditEntry> audit = work.audit;
  return store(session, std::move(work), [=, this](const Result<void>& done) {
    if (done && before != after) {
      trail_.log_security(Object::engine(), *caller, before->descriptor(), after->descriptor());
    }
    if (done && endpoints) {
      trail_.log_follows(*caller, endpoints_.current()->descriptor, endpoints->descriptor);
      endpoints_.publish(endpoints);
    }
    if (done) trail_.log(audit);
    finish(session, done);
  });
}

// A write that has begun is finished, whatever becomes of the client that asked for it.
kj::Promise<Result<void>> EngineHost::store(const Guid& session, StoreWork work,
                                            std::function<void(const Result<void>&)> finally) {
  storing_.insert(session);
  auto shared = std::make_shared<const StoreWork>(std::move(work));
  auto done = worker_.run([this, shared] { return store_.apply(*shared); })
                  .then([this, session, finally = std::move(finally)](Result<void> written) {
                    if (!written) parts_.log.write(LogLevel::error, written.error().what);
                    storing_.erase(session);
                    finally(written);
                    if (closing_.erase(session) != 0) close_now(session);
                    return written;
                  })
                  .fork();
  tasks_.add(done.addBranch().ignoreResult());
  return done.addBranch();
}

void EngineHost::finish(const Guid& session, const Result<void>& done) {
  static_cast<void>(engine_.finish_commit(done, now()));
  if (done) {
    stored_version_ = snapshot()->version;
  } else if (!is_in_transaction(session)) {
    charges_.drop(session);
  }
  pump();
}

// What is true already and is only to be remembered.
void EngineHost::store_aside(StoreWork work) {
  auto shared = std::make_shared<const StoreWork>(std::move(work));
  tasks_.add(worker_.run([this, shared] { return store_.apply(*shared); })
                 .then([this](Result<void> written) {
                   if (!written) parts_.log.write(LogLevel::error, written.error().what);
                 }));
}

void EngineHost::take_commit(const engine::Commit& commit) {
  // The objects of a session that has ended go without waiting for anything: the next start would
  // find them ownerless and end them.
  if (commit.snapshot->version != stored_version_) {
    store_aside({.changes = commit.changes, .sessions_gone = {commit.session}});
    stored_sessions_.erase(commit.session);
  }
  charges_.settle(commit);
  if (told_) told_(commit);
}

void EngineHost::take_denials(const std::vector<engine::AuditRecord>& records, std::uint64_t lost) {
  trail_.count_lost(lost);
  for (const engine::AuditRecord& record : records) {
    const CallerPtr caller = caller_of(record.session);
    if (!record.granted && caller) trail_.queue(trail_.entry_of(record, *caller));
  }
  if (denials_are_stored_ || trail_.queued() == 0) return;
  denials_are_stored_ = true;
  auto work = std::make_shared<const StoreWork>(StoreWork{.audit = trail_.take_queue()});
  tasks_.add(worker_.run([this, work] { return store_.apply(*work); })
                 .then([this, work](Result<void> written) {
                   denials_are_stored_ = false;
                   if (!written) trail_.count_lost(work->audit.size());
                   take_denials({}, 0);
                 }));
}

kj::Promise<Answer<void>> EngineHost::secure_endpoints(
    const Guid& session, security::AccessMask rights,
    std::function<Answer<EndpointRulesPtr>()> make) {
  // Made without the lock first: who lacks the rights neither waits nor keeps others waiting. Made
  // again with it, because while he waited somebody may have changed what his rights come from.
  const CallerPtr caller = caller_of(session);
  auto entry = [this, caller, rights](bool granted, std::string before, std::string after) {
    return trail_.entry_of_endpoints(*caller, rights, granted, std::move(before), std::move(after));
  };
  if (auto first = make(); !first) {
    if (engine::is_audited(endpoints_.current()->audited, caller->token, rights, false)) {
      trail_.queue(entry(false, "", ""));
      take_denials({}, 0);
    }
    return Answer<void>(fail(first.error()));
  }
  return lock_for(session).then([this, session, caller, rights, make = std::move(make),
                                 entry](Result<LockTurn> turn) -> kj::Promise<Answer<void>> {
    if (!turn) return Answer<void>(fail(turn.error()));
    auto made = make();
    if (!made) return Answer<void>(fail(made.error()));
    const EndpointRulesPtr before = endpoints_.current();
    const EndpointRulesPtr after = *made;
    StoreWork work{.descriptors = {{kEndpointsRow, after->descriptor.to_bytes()}}};
    if (engine::is_audited(before->audited, caller->token, rights, true))
      work.audit.push_back(entry(true, text_of(before->descriptor), text_of(after->descriptor)));
    const std::vector<AuditEntry> audit = work.audit;
    return store(session, std::move(work),
                 [=, this](const Result<void>& done) {
                   if (done) {
                     endpoints_.publish(after);
                     trail_.log_security(Object::endpoints(), *caller, before->descriptor,
                                         after->descriptor);
                     trail_.log(audit);
                   }
                   cancel_wait(session);  // gives the lock back
                 })
        .then([](Result<void> done) -> Answer<void> {
          if (!done) return fail(done.error());
          return {};
        });
  });
}

kj::Promise<Result<std::vector<AuditEntry>>> EngineHost::audit(AuditQuery query) {
  return worker_.run([this, query = std::move(query)] { return store_.audit(query); });
}

}  // namespace wfp::daemon
