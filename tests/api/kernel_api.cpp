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
}  // namespace wfp::test
