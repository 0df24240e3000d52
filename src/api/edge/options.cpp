// The engine's options.
#include "api/client/options.h"

#include "api/edge/edge.h"
#include "api/edge/hand_out.h"

using namespace wfp::api;

WFP_EXPORT NativeStatus FwpmEngineGetOption0(HANDLE engineHandle, FWPM_ENGINE_OPTION option,
                                             FWP_VALUE0** value) {
  return answer([&]() -> Call<void> {
    if (value != nullptr) *value = nullptr;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(value));
    return hand_out(get_option(*engine, option), value);
  });
}

WFP_EXPORT NativeStatus FwpmEngineSetOption0(HANDLE engineHandle, FWPM_ENGINE_OPTION option,
                                             const FWP_VALUE0* newValue) {
  return answer([&]() -> Call<void> {
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(newValue));
    return set_option(*engine, option, *newValue);
  });
}
