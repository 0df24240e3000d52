#include "daemon/commits.h"

#include <memory>

namespace wfp::daemon {
namespace {

std::string_view name(const Object& object) {
  return object.kind == Object::Kind::engine ? "the engine" : "the ALE endpoints";
}

}  // namespace

kj::Promise<Answer<void>> Commits::commit(PreparedChange change, TransactionLock::Hold hold,
                                          CallerPtr caller) {
  auto shared = std::make_shared<const PreparedChange>(std::move(change));
  auto done = worker_.run([this, shared] { return store_.replace(shared->rows); })
                  .then([this, shared, caller](Result<void> written) -> Answer<void> {
                    if (!written) {
                      log_.write(LogLevel::error, written.error().what);
                      return fail(written.error());
                    }
                    policy_.publish(shared->after);
                    log_change(*shared, *caller);
                    return {};
                  })
                  .attach(std::move(hold))
                  .fork();
  tasks_.add(done.addBranch().ignoreResult());
  return done.addBranch();
}

void Commits::log_change(const PreparedChange& change, const Caller& caller) {
  bool follows = false;
  for (const Change& row : change.changes) {
    const std::string who =
        "uid " + std::to_string(caller.uid) + ", pid " + std::to_string(caller.pid);
    log_.write(LogLevel::notice,
               std::string("security of ") + std::string(name(row.object)) +
                   (follows ? " follows" : " set by " + who),
               {{"UID", std::to_string(caller.uid)},
                {"SID", security::to_string(caller.token.user())},
                {"PID", std::to_string(caller.pid)},
                {"PROGRAM", caller.program},
                {"OBJECT", row.object.kind == Object::Kind::engine ? "engine" : "endpoints"},
                {"OLD_SDDL", row.old_sddl},
                {"NEW_SDDL", row.new_sddl}});
    follows = true;
  }
}

void Commits::taskFailed(kj::Exception&& exception) {
  log_.write(LogLevel::error, exception.getDescription().cStr());
}

}  // namespace wfp::daemon
