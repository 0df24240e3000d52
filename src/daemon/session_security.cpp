#include "daemon/endpoint_server.h"
#include "daemon/session_server.h"
#include "daemon/wire_token.h"
#include "schema/constants.h"

namespace wfp::daemon {
namespace {

std::optional<std::span<const std::uint8_t>> pointer(wire::OptionalData::Reader data) {
  if (data.isNull()) return std::nullopt;
  return bytes_of(data.getBytes());
}

// Of the policy: a container or an object.
engine::SecurityTarget target_of(const Object& object) {
  if (object.kind != Object::Kind::policy) return {engine::Kind::engine, {}};
  return {object.policy_kind, object.key};
}

bool is_policy(const Object& object) {
  return object.kind == Object::Kind::engine || object.kind == Object::Kind::policy;
}

}  // namespace

Result<void> SessionServer::check_settable(const Object& object) {
  WFP_CHECK_OK(check_open());
  if (object.kind == Object::Kind::endpoint) {
    return fail(Status::not_supported,
                "an endpoint's descriptor is computed from that of the container of all endpoints: "
                "set that one");
  }
  if (services_.host.is_in_transaction(session_)) return fail(Status::fwp_txn_in_progress);
  if (object.kind == Object::Kind::endpoints && is_dynamic()) {
    return fail(Status::fwp_dynamic_session_in_progress);
  }
  return {};
}

kj::Promise<void> SessionServer::getSecurity(GetSecurityContext context) {
  return in_turn(
      context,
      [this](
          wire::Session::GetSecurityParams::Reader params) -> kj::Promise<Answer<security::Bytes>> {
        const std::uint32_t information = params.getInformation();
        const auto check = [&]() -> Answer<Object> {
          WFP_CHECK_OK(check_open());
          WFP_CHECK_OK(check_get(information));
          WFP_TRY(const Object object, read_object(params.getObject()));
          return object;
        };
        const auto object = check();
        if (!object) return Answer<security::Bytes>(fail(object.error()));
        if (is_policy(*object)) {
          auto descriptor = services_.host.read([&](engine::Engine& own) {
            return own.get_security(session_, target_of(*object), information);
          });
          if (!descriptor) return Answer<security::Bytes>(fail(descriptor.error()));
          return Answer<security::Bytes>(descriptor->to_bytes());
        }
        if (object->kind == Object::Kind::endpoints)
          return services_.host.endpoints().get(caller_->token, information);
        return find_endpoint(services_, caller_, object->endpoint_id)
            .then([caller = caller_,
                   information](Answer<FoundEndpoint> found) -> Answer<security::Bytes> {
              if (!found) return fail(found.error());
              const GuardedObject target{Object::endpoint(found->row->id), found->rules,
                                         &found->attributes};
              return read_security(target, found->rules.descriptor(), caller->token, information);
            });
      },
      [](auto& results, const security::Bytes& bytes) { results.setDescriptor(data_of(bytes)); });
}

// Makes the descriptor of an object another: of the endpoints' container by `endpoints`, of others
// by `policy`. Who lacks `rights` is told before he waits for the lock.
kj::Promise<Answer<void>> SessionServer::secure(const Object& object, security::AccessMask rights,
                                                std::function<Answer<EndpointRulesPtr>()> endpoints,
                                                std::function<Result<void>()> policy) {
  if (object.kind == Object::Kind::endpoints)
    return services_.host.secure_endpoints(session_, rights, std::move(endpoints));
  return services_.host.write<void>(
      session_,
      [this, object, rights]() -> Result<void> {
        WFP_CHECK_OK(engine().descriptor(session_, target_of(object)));
        return engine().check_access(session_, target_of(object), rights, "set security");
      },
      [this, policy = std::move(policy)] { return services_.host.answer(policy()); });
}

kj::Promise<void> SessionServer::setSecurity(SetSecurityContext context) {
  return in_turn(
      context,
      [this](wire::Session::SetSecurityParams::Reader params) -> kj::Promise<Answer<void>> {
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
        if (!parsed) return Answer<void>(fail(parsed.error()));
        const auto shared = std::make_shared<const SetParts>(std::move(parsed->second));
        const Object object = parsed->first;
        if (shared->information == 0) return Answer<void>();
        return secure(
            object, security::rights_to_set(shared->information),
            [this, shared] {
              return services_.host.endpoints().set(caller_->token, *shared,
                                                    services_.host.engine_descriptor());
            },
            [this, shared, object] {
              return engine().set_security(session_, target_of(object), shared->information,
                                           shared->descriptor, services_.host.now());
            });
      });
}

kj::Promise<void> SessionServer::resetSecurity(ResetSecurityContext context) {
  return in_turn(
      context,
      [this](wire::Session::ResetSecurityParams::Reader params) -> kj::Promise<Answer<void>> {
        const auto read = [&]() -> Answer<Object> {
          WFP_TRY(const Object object, read_object(params.getObject()));
          WFP_CHECK_OK(check_settable(object));
          return object;
        };
        const auto object = read();
        if (!object) return Answer<void>(fail(object.error()));
        const auto kind =
            params.getWindowsDefault() ? engine::DefaultKind::windows : engine::DefaultKind::ours;
        return secure(
            *object, security::Right::write_dac | security::Right::write_owner,
            [this, kind] {
              return services_.host.endpoints().reset(caller_->token, kind,
                                                      services_.host.engine_descriptor());
            },
            [this, kind, target = target_of(*object)] {
              return engine().reset_security(session_, target, kind, services_.host.now());
            });
      });
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

// Objects of the policy exist for who may read them or their descriptors; containers for all.
Answer<AccessReport> SessionServer::ask_about(const Object& object,
                                              wire::Session::AccessParams::Reader params) {
  if (object.kind == Object::Kind::endpoints)
    return ask(services_.host.endpoints().target(), params);
  WFP_TRY(const engine::DescriptorRef descriptor, services_.host.read([&](engine::Engine& own) {
    return own.descriptor(session_, target_of(object));
  }));
  return ask({object, *descriptor}, params);
}

kj::Promise<void> SessionServer::access(AccessContext context) {
  return in_turn(
      context,
      [this, context](
          wire::Session::AccessParams::Reader params) mutable -> kj::Promise<Answer<AccessReport>> {
        const auto check = [&]() -> Answer<Object> {
          WFP_CHECK_OK(check_open());
          WFP_TRY(const Object object, read_object(params.getObject()));
          return object;
        };
        const auto object = check();
        if (!object) return Answer<AccessReport>(fail(object.error()));
        if (object->kind != Object::Kind::endpoint) return ask_about(*object, params);
        return find_endpoint(services_, caller_, object->endpoint_id)
            .then([this, context](Answer<FoundEndpoint> found) mutable -> Answer<AccessReport> {
              if (!found) return fail(found.error());
              return ask({Object::endpoint(found->row->id), found->rules, &found->attributes},
                         context.getParams());
            });
      },
      [](auto& results, const AccessReport& report) { write_access(results, report); });
}

kj::Promise<void> SessionServer::openToken(OpenTokenContext context) {
  context.allowCancellation();
  const auto params = context.getParams();
  security::AccessMask granted{};
  const auto open = [&]() -> Answer<CredentialSetPtr> {
    WFP_CHECK_OK(check_open());
    if (!caller_->token.has(security::Privilege::debug)) {
      const std::string privilege(security::to_string(security::Privilege::debug));
      return fail(Failure({Status::privilege_not_held, "opening a token takes " + privilege},
                          {.object = Object::endpoints(), .privilege = privilege}));
    }
    const auto credentials = services_.endpoints.credential_set(params.getModifiedId());
    if (!credentials) return fail(Status::not_found, "no endpoint has a token of this id any more");
    WFP_TRY(granted, grant_token_access(params.getDesiredAccess()));
    return credentials;
  };
  const auto credentials = open();
  if (!credentials) {
    write_failure(context.initResults().initOutcome(), credentials.error());
    return kj::READY_NOW;
  }
  return services_.lookups.token_of(**credentials)
      .then([context, granted, of = *credentials](Result<security::Token> token) mutable {
        auto results = context.initResults();
        if (!token) return write_failure(results.initOutcome(), Failure(token.error()));
        results.setGranted(granted);
        write_token(results.initToken(), *token, *of);
        write_outcome(results.initOutcome(), Answer<void>());
      });
}

}  // namespace wfp::daemon
