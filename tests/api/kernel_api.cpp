#include "api/api.h"

// Keep below.
#include "fwpmk.h"
#include "fwpsk.h"

#define WFP_TABLE kKernelApi
#define WFP_NAME "Kernel"
#define WFP_KERNEL true
#include "api/api_table.inc"

namespace wfp::test {
FWPM_SERVICE_STATE bfe_state();
FWPM_SERVICE_STATE bfe_state() { return FwpmBfeStateGet0(); }

std::uint32_t watch_bfe(FWPM_SERVICE_STATE_CHANGE_CALLBACK0 callback, void* context,
                        HANDLE* handle);
std::uint32_t watch_bfe(FWPM_SERVICE_STATE_CHANGE_CALLBACK0 callback, void* context,
                        HANDLE* handle) {
  return static_cast<std::uint32_t>(
      FwpmBfeStateSubscribeChanges0(nullptr, callback, context, handle));
}
std::uint32_t unwatch_bfe(HANDLE handle);
std::uint32_t unwatch_bfe(HANDLE handle) {
  return static_cast<std::uint32_t>(FwpmBfeStateUnsubscribeChanges0(handle));
}
}  // namespace wfp::test
