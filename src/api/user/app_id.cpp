// FwpmGetAppIdFromFileName0 and FwpsFreeMemory0: in the user flavour alone, as on Windows.
#include "api/convert/app_id.h"

#include "api/edge/edge.h"
#include "base/wide.h"

using namespace wfp::api;

WFP_EXPORT NativeStatus FwpmGetAppIdFromFileName0(PCWSTR fileName, FWP_BYTE_BLOB** appId) {
  return answer([&]() -> Call<void> {
    if (appId != nullptr) *appId = nullptr;
    WFP_CHECK_OK(require(fileName, appId));
    WFP_TRY(const auto name, wfp::from_wide(fileName));
    WFP_TRY(const auto path, resolve_file(name));
    WFP_TRY(auto memory, make_app_id(path));
    *appId = static_cast<FWP_BYTE_BLOB*>(memory.release());
    return {};
  });
}

// On Windows the same address as FwpmFreeMemory0's.
WFP_EXPORT void FwpsFreeMemory0(void** p) { FwpmFreeMemory0(p); }
