#include "daemon/engine_server.h"

#include <cstring>

#include "daemon/session_server.h"
#include "daemon/wire_answer.h"

namespace wfp::daemon {
namespace {

constexpr std::size_t kProgramNameLimit = 64;  // bytes of it that the log shows

Result<SessionInfo> read_request(wire::SessionRequest::Reader request, const Caller& caller) {
  SessionInfo info;
  const auto key = request.getKey();
  if (key.size() != 0 && key.size() != sizeof info.key) {
    return fail(Status::fwp_invalid_parameter, "a session key has 16 bytes");
  }
  if (key.size() != 0) std::memcpy(&info.key, key.begin(), sizeof info.key);
  if (request.hasName()) info.name = request.getName().cStr();
  if (request.hasDescription()) info.description = request.getDescription().cStr();
  info.flags = request.getFlags();
  info.wait_ms = request.getTransactionWaitMs();
  info.process_id = caller.pid;
  info.user = caller.token.user();
  info.kernel_mode = request.getKernelMode();
  return info;
}

}  // namespace

EngineServer::EngineServer(Services& services, CallerPtr caller, std::shared_ptr<bool> opened,
                           std::optional<Error> refusal)
    : services_(services),
      caller_(std::move(caller)),
      opened_(std::move(opened)),
      refusal_(std::move(refusal)) {}

kj::Promise<void> EngineServer::hello(HelloContext context) {
  const auto params = context.getParams();
  auto results = context.initResults();
  results.setVersion(wire::PROTOCOL_VERSION);
  results.setRelease(services_.facts.release.c_str());
  if (refusal_) {
    write_failure(results.initOutcome(), *refusal_);
  } else if (params.getVersion() != wire::PROTOCOL_VERSION) {
    write_failure(results.initOutcome(),
                  Error{Status::revision_mismatch,
                        "this wfpd speaks version " + std::to_string(wire::PROTOCOL_VERSION) +
                            " of the protocol, the client " + std::to_string(params.getVersion())});
  } else {
    greeted_ = true;
    caller_->program = std::string(params.getProgram().cStr()).substr(0, kProgramNameLimit);
  }
  return kj::READY_NOW;
}

kj::Promise<void> EngineServer::openSession(OpenSessionContext context) {
  auto results = context.initResults();
  const auto open = [&]() -> Answer<void> {
    if (refusal_) return fail(*refusal_);
    if (!greeted_) return fail(Status::revision_mismatch, "the first call is hello");
    WFP_TRY(SessionInfo info, read_request(context.getParams().getRequest(), *caller_));
    WFP_CHECK_OK(services_.policy.require_open(caller_->token));
    WFP_TRY(Charge charge, services_.ledger.take(caller_->uid, Quota::sessions));
    WFP_TRY(SessionRegistry::Entry entry, services_.sessions.add(std::move(info)));
    results.setKey({reinterpret_cast<const capnp::byte*>(&entry.info().key), sizeof(Guid)});
    results.setSession(
        kj::heap<SessionServer>(services_, caller_, std::move(charge), std::move(entry)));
    *opened_ = true;
    return {};
  };
  write_outcome(results.initOutcome(), open());
  return kj::READY_NOW;
}

}  // namespace wfp::daemon
