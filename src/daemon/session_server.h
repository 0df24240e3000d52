// SessionServer: one session, the capability behind an engine handle. It ends with close(), with
// its capability or with its connection, whichever comes first; its transaction is aborted then.
//
// The order of checks of every call: is the session open, transaction, dynamic session, parameters,
// rights. What the engine decides, it decides in its own order (docs/filter-engine.md).
//
//   session_server.cpp    its life, transactions, sessions, status
//   session_security.cpp  descriptors, access, tokens
//   session_endpoints.cpp endpoints
//   session_policy.cpp    objects of the policy
#pragma once

#include <functional>
#include <memory>

#include "daemon/access_query.h"
#include "daemon/call_queue.h"
#include "daemon/caller.h"
#include "daemon/policy_enum_server.h"
#include "daemon/services.h"
#include "daemon/wire_answer.h"
#include "daemon/wire_object.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

class SessionServer final : public ipc::wire::Session::Server {
 public:
  // `session` is open; it is closed with this.
  SessionServer(Services& services, CallerPtr caller, Charge charge, const Guid& session);
  ~SessionServer() noexcept;
  SessionServer(const SessionServer&) = delete;
  SessionServer& operator=(const SessionServer&) = delete;

  kj::Promise<void> close(CloseContext context) override;
  kj::Promise<void> endpointById(EndpointByIdContext context) override;
  kj::Promise<void> endpointEnum(EndpointEnumContext context) override;
  kj::Promise<void> getSecurity(GetSecurityContext context) override;
  kj::Promise<void> setSecurity(SetSecurityContext context) override;
  kj::Promise<void> openToken(OpenTokenContext context) override;
  kj::Promise<void> sessionEnum(SessionEnumContext context) override;
  kj::Promise<void> transactionBegin(TransactionBeginContext context) override;
  kj::Promise<void> transactionCommit(TransactionCommitContext context) override;
  kj::Promise<void> transactionAbort(TransactionAbortContext context) override;
  kj::Promise<void> access(AccessContext context) override;
  kj::Promise<void> status(StatusContext context) override;
  kj::Promise<void> resetSecurity(ResetSecurityContext context) override;
  kj::Promise<void> policyAdd(PolicyAddContext context) override;
  kj::Promise<void> policyRemove(PolicyRemoveContext context) override;
  kj::Promise<void> policyGet(PolicyGetContext context) override;
  kj::Promise<void> policyEnum(PolicyEnumContext context) override;

 private:
  // What lives as long as the session is open.
  struct Open {
    Charge charge;
    std::shared_ptr<CallQueue> calls = std::make_shared<CallQueue>();
  };

  // The session is open and its transaction was not taken from it.
  Result<void> check_open();
  // May the descriptor of `object` be set in this session, now?
  Result<void> check_settable(const Object& object);
  [[nodiscard]] bool is_dynamic() const;
  engine::Engine& engine() { return services_.host.engine(); }

  // Lets `call` have the engine when the session's earlier calls are done, and writes its outcome.
  // `call` returns a promise of an Answer; `write` puts a value into the results.
  template <class Context, class Call, class Write>
  kj::Promise<void> in_turn(Context context, Call call, Write write) {
    context.allowCancellation();
    if (!open_) return write_closed(context);
    return CallQueue::enter(open_->calls)
        .then([this, context, call = kj::mv(call),
               write = kj::mv(write)](CallQueue::Place place) mutable -> kj::Promise<void> {
          if (!open_) return write_closed(context);
          return call(context.getParams())
              .then([context, write = kj::mv(write)](auto answer) mutable {
                auto results = context.initResults();
                write_outcome(results.initOutcome(), answer);
                if constexpr (requires { write(results, *answer); }) {
                  if (answer) write(results, *answer);
                }
              })
              .attach(std::move(place));
        });
  }
  template <class Context, class Call>
  kj::Promise<void> in_turn(Context context, Call call) {
    return in_turn(context, kj::mv(call), [] {});
  }
  template <class Context>
  static kj::Promise<void> write_closed(Context& context) {
    write_failure(context.initResults().initOutcome(), closed());
    return kj::READY_NOW;
  }
  static Error closed() { return {Status::invalid_handle, "the session is closed"}; }

  Answer<AccessReport> ask(const GuardedObject& target,
                           ipc::wire::Session::AccessParams::Reader params);
  Answer<AccessReport> ask_about(const Object& object,
                                 ipc::wire::Session::AccessParams::Reader params);
  Result<security::Token> subject(ipc::wire::Session::AccessParams::Reader params);
  kj::Promise<Answer<void>> secure(const Object& object, security::AccessMask rights,
                                   std::function<Answer<EndpointRulesPtr>()> endpoints,
                                   std::function<Result<void>()> policy);

  Answer<engine::Added> add_object(AnyObject object, const security::SecurityDescriptor* descriptor,
                                   std::uint64_t bytes);
  Answer<void> remove_object(engine::Kind kind, wire::Name::Reader name);
  Answer<engine::ObjectRef> get_object(engine::Kind kind, wire::Name::Reader name);
  Answer<const schema::LayerInfo*> get_layer(wire::Name::Reader name);
  Answer<std::vector<PolicyRow>> enumerate(const Wanted& wanted);

  Services& services_;
  CallerPtr caller_;
  Guid session_;
  std::unique_ptr<Open> open_;  // null: closed
};

}  // namespace wfp::daemon
