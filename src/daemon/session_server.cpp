#include "daemon/session_server.h"

#include "daemon/access_query.h"
#include "daemon/endpoint_filter.h"
#include "daemon/endpoint_server.h"
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
  context.allowCancellation();
  const auto params = context.getParams();
  const std::uint32_t information = params.getInformation();
  auto write = [context](const Answer<security::Bytes>& answer) mutable {
    auto results = context.initResults();
    write_outcome(results.initOutcome(), answer);
    if (answer) results.setDescriptor(data_of(*answer));
  };
  const auto check = [&]() -> Answer<Object> {
    WFP_CHECK_OK(check_open());
    WFP_CHECK_OK(check_get(information));
    WFP_TRY(const Object object, read_object(params.getObject()));
    return object;
  };
  const auto object = check();
  if (!object) return write(fail(object.error())), kj::READY_NOW;
  if (object->kind != Object::Kind::endpoint) {
    return write(services_.policy.get(*object, caller_->token, information)), kj::READY_NOW;
  }
  return find_endpoint(services_, caller_, object->endpoint_id)
      .then([caller = caller_, information, write](Answer<FoundEndpoint> found) mutable {
        const auto read = [&]() -> Answer<security::Bytes> {
          if (!found) return fail(found.error());
          const GuardedObject target{Object::endpoint(found->row->id), found->rules,
                                     &found->attributes};
          return read_security(target, found->rules.descriptor(), caller->token, information);
        };
        write(read());
      });
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

// Everybody may ask what he may do himself; about somebody else, who may read the descriptor.
Answer<AccessReport> SessionServer::ask(const GuardedObject& target,
                                        wire::Session::AccessParams::Reader params) {
  const auto readable = require_access(target, caller_->token, security::Right::read_control);
  if (!params.getSelf() && !readable) return fail(readable.error());
  WFP_TRY(const security::Token token, subject(params));
  return answer_access({target, token, params.getDesired(), readable.has_value()});
}

kj::Promise<void> SessionServer::access(AccessContext context) {
  context.allowCancellation();
  auto write = [context](const Answer<AccessReport>& answer) mutable {
    auto results = context.initResults();
    write_outcome(results.initOutcome(), answer);
    if (answer) write_access(results, *answer);
  };
  const auto check = [&]() -> Answer<Object> {
    WFP_CHECK_OK(check_open());
    WFP_TRY(const Object object, read_object(context.getParams().getObject()));
    return object;
  };
  const auto object = check();
  if (!object) return write(fail(object.error())), kj::READY_NOW;
  if (object->kind != Object::Kind::endpoint) {
    return write(ask(services_.policy.target(*object), context.getParams())), kj::READY_NOW;
  }
  return find_endpoint(services_, caller_, object->endpoint_id)
      .then([this, context, write](Answer<FoundEndpoint> found) mutable {
        if (!found) return write(fail(found.error()));
        write(ask({Object::endpoint(found->row->id), found->rules, &found->attributes},
                  context.getParams()));
      });
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
  context.allowCancellation();
  if (const auto open = check_open(); !open) {
    write_failure(context.initResults().initOutcome(), open.error());
    return kj::READY_NOW;
  }
  return find_endpoint(services_, caller_, context.getParams().getId())
      .then([context](Answer<FoundEndpoint> found) mutable {
        auto results = context.initResults();
        write_outcome(results.initOutcome(), found);
        if (found) write_page(results.initPage(), listing_of(*found), 0, 1);
      });
}

kj::Promise<void> SessionServer::endpointEnum(EndpointEnumContext context) {
  context.allowCancellation();
  auto handle = std::make_shared<Charge>();
  const auto prepare = [&]() -> Answer<endpoint::Query> {
    WFP_CHECK_OK(check_open());
    WFP_TRY(endpoint::Query query, read_filter(context.getParams().getFilter()));
    WFP_CHECK_OK(services_.policy.require(Object::endpoints(), caller_->token, schema::kActrlEnum));
    WFP_TRY(*handle, services_.ledger.take(caller_->uid, Quota::enumerations));
    return query;
  };
  const auto query = prepare();
  if (!query) {
    write_failure(context.initResults().initOutcome(), query.error());
    return kj::READY_NOW;
  }
  return list_endpoints(services_, caller_, *query)
      .then([this, context, handle](Answer<EndpointListing> listing) mutable {
        auto results = context.initResults();
        const auto keep = [&]() -> Answer<void> {
          if (!listing) return fail(listing.error());
          WFP_TRY(Charge memory,
                  services_.ledger.take(caller_->uid, Quota::held_bytes, listing->size_in_bytes()));
          results.setEnumeration(kj::heap<EndpointEnumServer>(
              caller_, *std::move(listing), std::move(*handle), std::move(memory)));
          return {};
        };
        write_outcome(results.initOutcome(), keep());
      });
}

}  // namespace wfp::daemon
