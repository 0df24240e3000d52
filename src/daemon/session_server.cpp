#include "daemon/session_server.h"

#include "daemon/session_enum_server.h"
#include "daemon/status_report.h"
#include "schema/constants.h"

namespace wfp::daemon {

SessionServer::SessionServer(Services& services, CallerPtr caller, Charge charge,
                             const Guid& session)
    : services_(services),
      caller_(std::move(caller)),
      session_(session),
      open_(std::make_unique<Open>(std::move(charge))) {}

SessionServer::~SessionServer() noexcept {
  if (open_) services_.host.close(session_);
}

Result<void> SessionServer::check_open() {
  if (!open_) return fail(closed());
  return engine().check_not_aborted(session_);
}

bool SessionServer::is_dynamic() const {
  const engine::Session* session = services_.host.engine().find_session(session_);
  return session != nullptr && session->is_dynamic();
}

kj::Promise<void> SessionServer::close(CloseContext context) {
  Answer<void> answer;
  if (!open_) answer = fail(closed());
  if (open_) services_.host.close(session_);
  open_.reset();
  write_outcome(context.initResults().initOutcome(), answer);
  return kj::READY_NOW;
}

kj::Promise<void> SessionServer::transactionBegin(TransactionBeginContext context) {
  return in_turn(context, [this](wire::Session::TransactionBeginParams::Reader params) {
    return services_.host.begin(session_, params.getFlags());
  });
}

kj::Promise<void> SessionServer::transactionCommit(TransactionCommitContext context) {
  return in_turn(context, [this](auto) { return services_.host.commit(session_); });
}

kj::Promise<void> SessionServer::transactionAbort(TransactionAbortContext context) {
  return in_turn(context, [this](auto) -> kj::Promise<Answer<void>> {
    return services_.host.abort(session_);
  });
}

kj::Promise<void> SessionServer::sessionEnum(SessionEnumContext context) {
  return in_turn(
      context,
      [this](auto) -> kj::Promise<Answer<wire::SessionEnum::Client>> {
        const auto open = [&]() -> Answer<wire::SessionEnum::Client> {
          WFP_CHECK_OK(check_open());
          if (services_.host.is_in_transaction(session_)) return fail(Status::fwp_txn_in_progress);
          WFP_TRY(auto sessions,
                  services_.host.read([&](engine::Engine& own) { return own.sessions(session_); }));
          WFP_TRY(Charge charge, services_.ledger.take(caller_->uid, Quota::enumerations));
          return wire::SessionEnum::Client(kj::heap<SessionEnumServer>(
              caller_, list_sessions(engine(), sessions), std::move(charge)));
        };
        return open();
      },
      [](auto& results, wire::SessionEnum::Client& made) { results.setEnumeration(made); });
}

// Counts need a fresh pass: who may not know them is answered at once.
kj::Promise<void> SessionServer::status(StatusContext context) {
  context.allowCancellation();
  if (const auto open = check_open(); !open) {
    write_failure(context.initResults().initOutcome(), open.error());
    return kj::READY_NOW;
  }
  const bool counts =
      services_.host.endpoints().require(caller_->token, schema::kActrlReadStats).has_value();
  auto charge = services_.ledger.take(caller_->uid, Quota::passes);
  if (!counts || !charge) {
    write_status(context.initResults().initReport(), services_, *caller_, false);
    return kj::READY_NOW;
  }
  return services_.passes.next()
      .then([this, context](Result<SnapshotPtr> snapshot) mutable {
        write_status(context.initResults().initReport(), services_, *caller_, snapshot.has_value());
      })
      .attach(*std::move(charge));
}

}  // namespace wfp::daemon
