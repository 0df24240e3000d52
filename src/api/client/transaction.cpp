#include "api/client/transaction.h"

namespace wfp::api {

using ipc::wire::Session;

Call<void> begin_transaction(const Engine& engine, std::uint32_t flags) {
  return engine.run_for_outcome([&](Session::Client& session, Loop&) {
    auto request = session.transactionBeginRequest();
    request.setFlags(flags);
    return send_for_outcome(request);
  });
}

Call<void> commit_transaction(const Engine& engine) {
  return engine.run_for_outcome([](Session::Client& session, Loop&) {
    auto request = session.transactionCommitRequest();
    return send_for_outcome(request);
  });
}

Call<void> abort_transaction(const Engine& engine) {
  return engine.run_for_outcome([](Session::Client& session, Loop&) {
    auto request = session.transactionAbortRequest();
    return send_for_outcome(request);
  });
}

}  // namespace wfp::api
