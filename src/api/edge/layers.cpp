// Layers, which are built in.
#include "api/edge/policy.h"
#include "api/edge/security.h"

using namespace wfp::api;

WFP_EXPORT NativeStatus FwpmLayerGetById0(HANDLE engineHandle, UINT16 id, FWPM_LAYER0** layer) {
  return answer([&] { return get(engineHandle, PolicyKind::LAYER, id, layer); });
}

WFP_EXPORT NativeStatus FwpmLayerGetByKey0(HANDLE engineHandle, const GUID* key,
                                           FWPM_LAYER0** layer) {
  return answer([&] { return get(engineHandle, PolicyKind::LAYER, key, layer); });
}

WFP_EXPORT NativeStatus FwpmLayerEnum0(HANDLE engineHandle, HANDLE enumHandle,
                                       UINT32 numEntriesRequested, FWPM_LAYER0*** entries,
                                       UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate(engineHandle, PolicyKind::LAYER, enumHandle, numEntriesRequested, entries,
                     numEntriesReturned);
  });
}

#define WFP_NAME Layer
#define WFP_KIND LAYER
#include "api/edge/policy_kind.inc"
