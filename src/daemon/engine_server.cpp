#include "daemon/engine_server.h"

#include "daemon/session_server.h"
#include "daemon/wire_answer.h"
#include "daemon/wire_value.h"

namespace wfp::daemon {
namespace {

constexpr std::size_t kProgramNameLimit = 64;  // bytes of it that the log shows

constexpr std::size_t kMaxDisplayText = 4096;  // bytes of a session's name or description

Result<engine::SessionRequest> read_request(wire::SessionRequest::Reader request,
                                            const Caller& caller) {
  engine::SessionRequest read;
  const auto key = read_optional_key(request.getKey());
  if (!key) return fail(Status::fwp_invalid_parameter, "a session key has 16 bytes");
  read.key = key->value_or(Guid{});
  if (request.hasName()) read.display.name = request.getName().cStr();
  if (request.hasDescription()) read.display.description = request.getDescription().cStr();
  if (request.getName().size() > kMaxDisplayText ||
      request.getDescription().size() > kMaxDisplayText) {
    return fail(Status::fwp_invalid_parameter, "a session's name and description have at most " +
                                                   std::to_string(kMaxDisplayText) + " bytes");
  }
  read.flags = request.getFlags();
  read.wait_ms = request.getTransactionWaitMs();
  read.process_id = static_cast<std::uint32_t>(caller.pid);
  read.kernel_mode = request.getKernelMode();
  return read;
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
    WFP_TRY(engine::SessionRequest request,
            read_request(context.getParams().getRequest(), *caller_));
    WFP_TRY(Charge charge, services_.ledger.take(caller_->uid, Quota::sessions));
    WFP_TRY(const Guid session, services_.host.open(std::move(request), caller_));
    results.setKey(key_data(session));
    results.setSession(kj::heap<SessionServer>(services_, caller_, std::move(charge), session));
    *opened_ = true;
    return {};
  };
  write_outcome(results.initOutcome(), open());
  return kj::READY_NOW;
}

}  // namespace wfp::daemon
