// FwpmBfeStateSubscribeChanges0: to be told when the engine comes and goes.
#include "api/client/engine_watch.h"
#include "api/edge/edge.h"

using namespace wfp::api;

// deviceObject, a driver's, has no meaning here.
WFP_EXPORT NTSTATUS FwpmBfeStateSubscribeChanges0(void* /*deviceObject*/,
                                                  FWPM_SERVICE_STATE_CHANGE_CALLBACK0 callback,
                                                  void* context, HANDLE* changeHandle) {
  return answer([&]() -> Call<void> {
    if (changeHandle != nullptr) *changeHandle = nullptr;
    WFP_CHECK_OK(require(callback, changeHandle));
    WFP_TRY(auto watch, EngineWatch::start([callback, context](bool running) {
              callback(context, running ? FWPM_SERVICE_RUNNING : FWPM_SERVICE_STOPPED);
            }));
    WFP_TRY(const auto process, Process::get());
    WFP_TRY(*changeHandle, give_handle(*process, std::move(watch)));
    return {};
  });
}

WFP_EXPORT NTSTATUS FwpmBfeStateUnsubscribeChanges0(HANDLE changeHandle) {
  return answer([&]() -> Call<void> {
    const auto process = Process::find();
    if (process == nullptr) return wfp::fail(Refusal(wfp::Status::invalid_handle));
    WFP_CHECK_OK(
        process->handles().remove<EngineWatch>(reinterpret_cast<HandleValue>(changeHandle)));
    return {};
  });
}
