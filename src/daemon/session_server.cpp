#include "daemon/session_server.h"

#include "daemon/access_query.h"
#include "daemon/session_enum_server.h"
#include "daemon/status_report.h"
#include "daemon/wire_answer.h"
#include "daemon/wire_token.h"
#include "schema/constants.h"

namespace wfp::daemon {
namespace {

std::optional<std::span<const std::uint8_t>> pointer(wire::OptionalData::Reader data) {
  if (data.isNull()) return std::nullopt;
  return bytes_of(data.getBytes());
}

Error closed() { return {Status::invalid_handle, "the session is closed"}; }

}  // namespace

SessionServer::SessionServer(Services& services, CallerPtr caller, Charge charge,
                             SessionRegistry::Entry entry)
    : services_(services),
      caller_(std::move(caller)),
      open_(std::make_unique<Open>(services, std::move(charge), std::move(entry))) {}

Result<void> SessionServer::check_open() {
  if (!open_) return fail(closed());
  return open_->transaction.check_not_aborted();
}

Result<void> SessionServer::check_settable(const Object& object) {
  WFP_CHECK_OK(check_open());
  if (object.kind == Object::Kind::endpoint) {
    return fail(Status::not_supported,
                "an endpoint's descriptor is computed from that of the container of all endpoints: "
                "set that one");
  }
  if (open_->transaction.active()) return fail(Status::fwp_txn_in_progress);
  if (object.kind == Object::Kind::endpoints && open_->entry.info().is_dynamic()) {
    return fail(Status::fwp_dynamic_session_in_progress);
  }
  return {};
}

kj::Promise<void> SessionServer::close(CloseContext context) {
  Answer<void> answer;
  if (!open_) answer = fail(closed());
  open_.reset();
  write_outcome(context.initResults().initOutcome(), answer);
  return kj::READY_NOW;
}

kj::Promise<void> SessionServer::getSecurity(GetSecurityContext context) {
  const auto params = context.getParams();
  const auto get = [&]() -> Answer<security::Bytes> {
    WFP_CHECK_OK(check_open());
    WFP_TRY(const Object object, read_object(params.getObject()));
    return services_.policy.get(object, caller_->token, params.getInformation());
  };
  auto results = context.initResults();
  const auto answer = get();
  write_outcome(results.initOutcome(), answer);
  if (answer) results.setDescriptor(data_of(*answer));
  return kj::READY_NOW;
}

// Prepares without the lock first: who lacks the rights neither waits nor keeps others waiting.
// Prepares again with it, because while he waited somebody may have changed what his rights come
// from.
kj::Promise<Answer<void>> SessionServer::change(std::function<Answer<PreparedChange>()> make) {
  if (auto first = make(); !first) return Answer<void>(fail(first.error()));
  return open_->transaction.implicit(TransactionKind::read_write)
      .then([this, make = std::move(make)](
                Result<TransactionLock::Hold> hold) -> kj::Promise<Answer<void>> {
        if (!hold) return Answer<void>(fail(hold.error()));
        auto prepared = make();
        if (!prepared) return Answer<void>(fail(prepared.error()));
        return services_.commits.commit(*std::move(prepared), *std::move(hold), caller_);
      });
}

kj::Promise<void> SessionServer::setSecurity(SetSecurityContext context) {
  context.allowCancellation();
  const auto params = context.getParams();
  const auto parse = [&]() -> Answer<std::pair<Object, SetParts>> {
    WFP_TRY(const Object object, read_object(params.getObject()));
    WFP_CHECK_OK(check_settable(object));
    WFP_TRY(SetParts parts, parse_set({.information = params.getInformation(),
                                       .owner = pointer(params.getOwner()),
                                       .group = pointer(params.getGroup()),
                                       .dacl = pointer(params.getDacl()),
                                       .sacl = pointer(params.getSacl())}));
    return std::pair(object, std::move(parts));
  };
  auto parsed = parse();
  if (!parsed) {
    write_failure(context.initResults().initOutcome(), parsed.error());
    return kj::READY_NOW;
  }
  return change([this, request = *std::move(parsed)] {
           return services_.policy.set(request.first, caller_->token, request.second);
         })
      .then([context](Answer<void> answer) mutable {
        write_outcome(context.initResults().initOutcome(), answer);
      });
}

kj::Promise<void> SessionServer::resetSecurity(ResetSecurityContext context) {
  context.allowCancellation();
  const auto params = context.getParams();
  const auto read = [&]() -> Answer<Object> {
    WFP_TRY(const Object object, read_object(params.getObject()));
    WFP_CHECK_OK(check_settable(object));
    return object;
  };
  const auto object = read();
  if (!object) {
    write_failure(context.initResults().initOutcome(), object.error());
    return kj::READY_NOW;
  }
  const auto kind = params.getWindowsDefault() ? DefaultKind::windows : DefaultKind::ours;
  return change([this, target = *object, kind] {
           return services_.policy.reset(target, caller_->token, kind);
         })
      .then([context](Answer<void> answer) mutable {
        write_outcome(context.initResults().initOutcome(), answer);
      });
}

kj::Promise<void> SessionServer::transactionBegin(TransactionBeginContext context) {
  context.allowCancellation();
  const std::uint32_t flags = context.getParams().getFlags();
  const auto check = [&]() -> Answer<void> {
    WFP_CHECK_OK(check_open());
    if (open_->transaction.active()) return fail(Status::fwp_txn_in_progress);
    if ((flags & ~schema::kTxnReadOnly) != 0) return fail(Status::fwp_invalid_flags);
    return services_.policy.require(
        Object::engine(), caller_->token,
        flags == schema::kTxnReadOnly ? schema::kActrlBeginReadTxn : schema::kActrlBeginWriteTxn);
  };
  if (const auto allowed = check(); !allowed) {
    write_outcome(context.initResults().initOutcome(), allowed);
    return kj::READY_NOW;
  }
  return open_->transaction.begin(flags).then([context](Result<void> begun) mutable {
    auto outcome = context.initResults().initOutcome();
    if (!begun) write_failure(outcome, begun.error());
  });
}

kj::Promise<void> SessionServer::transactionCommit(TransactionCommitContext context) {
  const auto end = [&]() -> Answer<void> {
    WFP_CHECK_OK(check_open());
    WFP_CHECK_OK(open_->transaction.commit());
    return {};
  };
  write_outcome(context.initResults().initOutcome(), end());
  return kj::READY_NOW;
}

kj::Promise<void> SessionServer::transactionAbort(TransactionAbortContext context) {
  const auto end = [&]() -> Answer<void> {
    WFP_CHECK_OK(check_open());
    WFP_CHECK_OK(open_->transaction.abort());
    return {};
  };
  write_outcome(context.initResults().initOutcome(), end());
  return kj::READY_NOW;
}

kj::Promise<void> SessionServer::sessionEnum(SessionEnumContext context) {
  auto results = context.initResults();
  const auto open = [&]() -> Answer<void> {
    WFP_CHECK_OK(check_open());
    if (open_->transaction.active()) return fail(Status::fwp_txn_in_progress);
    WFP_CHECK_OK(services_.policy.require(Object::engine(), caller_->token, schema::kActrlEnum));
    WFP_TRY(Charge charge, services_.ledger.take(caller_->uid, Quota::enumerations));
    results.setEnumeration(
        kj::heap<SessionEnumServer>(caller_, services_.sessions.list(), std::move(charge)));
    return {};
  };
  write_outcome(results.initOutcome(), open());
  return kj::READY_NOW;
}

// Counts need a fresh pass: who may not know them is answered at once.
kj::Promise<void> SessionServer::status(StatusContext context) {
  context.allowCancellation();
  if (const auto open = check_open(); !open) {
    write_failure(context.initResults().initOutcome(), open.error());
    return kj::READY_NOW;
  }
  const bool counts =
      services_.policy.require(Object::endpoints(), caller_->token, schema::kActrlReadStats)
          .has_value();
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

// Whom the question is about.
Result<security::Token> SessionServer::subject(wire::Session::AccessParams::Reader params) {
  if (params.getSelf()) return caller_->token;
  if (params.hasUnix()) return services_.identities.token_of(read_unix_user(params.getUnix()));
  return read_token(params.getPrincipal());
}

kj::Promise<void> SessionServer::access(AccessContext context) {
  const auto params = context.getParams();
  const auto ask = [&]() -> Answer<AccessReport> {
    WFP_CHECK_OK(check_open());
    WFP_TRY(const Object object, read_object(params.getObject()));
    if (object.kind == Object::Kind::endpoint)
      return fail(Status::not_supported, "not for one endpoint");
    const auto readable =
        services_.policy.require(object, caller_->token, security::Right::read_control);
    if (!params.getSelf() && !readable) return fail(readable.error());
    WFP_TRY(const security::Token token, subject(params));
    return answer_access({.object = object,
                          .descriptor = services_.policy.current()->of(object).rules,
                          .resource = nullptr,
                          .subject = token,
                          .desired = params.getDesired(),
                          .may_read_descriptor = readable.has_value()});
  };
  auto results = context.initResults();
  const auto answer = ask();
  write_outcome(results.initOutcome(), answer);
  if (answer) write_access(results, *answer);
  return kj::READY_NOW;
}

kj::Promise<void> SessionServer::openToken(OpenTokenContext context) {
  const auto params = context.getParams();
  auto results = context.initResults();
  const auto open = [&]() -> Answer<void> {
    WFP_CHECK_OK(check_open());
    if (!caller_->token.has(security::Privilege::debug)) {
      const std::string privilege(security::to_string(security::Privilege::debug));
      return fail(Failure({Status::privilege_not_held, "opening a token takes " + privilege},
                          {.object = Object::endpoints(), .privilege = privilege}));
    }
    const auto credentials = services_.endpoints.credential_set(params.getModifiedId());
    if (!credentials) return fail(Status::not_found, "no endpoint has a token of this id any more");
    WFP_TRY(const security::AccessMask granted, grant_token_access(params.getDesiredAccess()));
    WFP_TRY(const security::Token token, services_.identities.token_of(*credentials));
    results.setGranted(granted);
    write_token(results.initToken(), token, *credentials);
    return {};
  };
  write_outcome(results.initOutcome(), open());
  return kj::READY_NOW;
}

kj::Promise<void> SessionServer::endpointById(EndpointByIdContext context) {
  write_failure(context.initResults().initOutcome(),
                Error{Status::not_supported, "this wfpd does not list endpoints yet"});
  return kj::READY_NOW;
}

kj::Promise<void> SessionServer::endpointEnum(EndpointEnumContext context) {
  write_failure(context.initResults().initOutcome(),
                Error{Status::not_supported, "this wfpd does not list endpoints yet"});
  return kj::READY_NOW;
}

}  // namespace wfp::daemon
