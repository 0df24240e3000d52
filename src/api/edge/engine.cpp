// FwpmEngineOpen0, FwpmEngineClose0, FwpmFreeMemory0.
#include "api/edge/edge.h"
#include "base/wide.h"

namespace wfp::api {
namespace {

Call<std::optional<std::string>> read_text(const wchar_t* text) {
  if (text == nullptr) return std::nullopt;
  auto bytes = from_wide(text);
  if (!bytes) return fail(Refusal(Status::fwp_invalid_parameter, std::move(bytes).error().what));
  return *std::move(bytes);
}

Call<SessionOptions> read_session(const FWPM_SESSION0* session) {
  SessionOptions options;
  if (session == nullptr) return options;
  static_assert(sizeof options.key == sizeof session->sessionKey);
  std::memcpy(options.key.data(), &session->sessionKey, options.key.size());
  WFP_TRY(options.name, read_text(session->displayData.name));
  WFP_TRY(options.description, read_text(session->displayData.description));
  options.flags = session->flags;
  options.transaction_wait_ms = session->txnWaitTimeoutInMSec;
  return options;
}

// The engine of this machine only, with the caller's own credentials.
Call<void> check_server(const wchar_t* server, UINT32 service, const void* identity) {
  if (server != nullptr) {
    return fail(Refusal(Status::server_unavailable,
                        "serverName must be NULL: the engine is this machine's"));
  }
  if (service != RPC_C_AUTHN_WINNT && service != RPC_C_AUTHN_DEFAULT) {
    return fail(Refusal(Status::unknown_authn_service));
  }
  if (identity != nullptr && !kFlavour.kernel_mode) {
    return fail(Refusal(Status::not_supported,
                        "authIdentity must be NULL: the engine takes the caller's own identity"));
  }
  return {};
}

}  // namespace
}  // namespace wfp::api

using namespace wfp::api;
using wfp::fail;
using wfp::Status;

WFP_EXPORT NativeStatus FwpmEngineOpen0(const wchar_t* serverName, UINT32 authnService,
                                        SEC_WINNT_AUTH_IDENTITY_W* authIdentity,
                                        const FWPM_SESSION0* session, HANDLE* engineHandle) {
  return answer([&]() -> Call<void> {
    WFP_CHECK_OK(require(engineHandle));
    *engineHandle = nullptr;
    WFP_CHECK_OK(check_server(serverName, authnService, authIdentity));
    WFP_TRY(const auto options, read_session(session));
    WFP_TRY(const auto process, Process::get());
    WFP_TRY(auto thread, process->io_thread());
    WFP_TRY(auto engine, Engine::open(std::move(thread), options));
    WFP_TRY(*engineHandle, give_handle(*process, std::move(engine)));
    return {};
  });
}

WFP_EXPORT NativeStatus FwpmEngineClose0(HANDLE engineHandle) {
  return answer([&]() -> Call<void> {
    if (engineHandle == nullptr) return {};
    const auto process = Process::find();
    if (process == nullptr) return fail(Refusal(Status::invalid_handle));
    WFP_TRY(const auto engine,
            process->handles().remove<Engine>(reinterpret_cast<HandleValue>(engineHandle)));
    process->handles().remove_all<SessionObject>(
        [&](const SessionObject& object) { return object.belongs_to(engine); });
    engine->close();
    return {};
  });
}

WFP_EXPORT void FwpmFreeMemory0(void** p) {
  if (p == nullptr) return;
  std::free(std::exchange(*p, nullptr));
}
