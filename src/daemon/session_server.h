// SessionServer: one session, the capability behind an engine handle. It ends with close(), with
// its capability or with its connection, whichever comes first; its transaction is aborted then.
//
// The order of checks of every call: is the session open, transaction, dynamic session, parameters,
// rights.
#pragma once

#include <functional>
#include <memory>

#include "daemon/access_query.h"
#include "daemon/caller.h"
#include "daemon/services.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

class SessionServer final : public ipc::wire::Session::Server {
 public:
  SessionServer(Services& services, CallerPtr caller, Charge charge, SessionRegistry::Entry entry);

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

 private:
  // What lives as long as the session is open.
  struct Open {
    Open(Services& services, Charge held, SessionRegistry::Entry listed)
        : charge(std::move(held)),
          entry(std::move(listed)),
          transaction(services.transactions, services.timer, entry.info().wait_ms) {}
    Charge charge;
    SessionRegistry::Entry entry;
    TransactionState transaction;
  };

  // The session is open and its transaction was not taken from it.
  Result<void> check_open();
  // May the descriptor of `object` be set in this session, now?
  Result<void> check_settable(const Object& object);
  // The change that `make` prepares, made under the write lock, logged.
  kj::Promise<Answer<void>> change(std::function<Answer<PreparedChange>()> make);
  Answer<AccessReport> ask(const GuardedObject& target,
                           ipc::wire::Session::AccessParams::Reader params);
  Result<security::Token> subject(ipc::wire::Session::AccessParams::Reader params);

  Services& services_;
  CallerPtr caller_;
  std::unique_ptr<Open> open_;  // null: closed
};

}  // namespace wfp::daemon
