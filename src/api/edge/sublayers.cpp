// Sublayers.
#include "api/edge/policy.h"
#include "api/edge/security.h"

using namespace wfp::api;

WFP_EXPORT NativeStatus FwpmSubLayerAdd0(HANDLE engineHandle, const FWPM_SUBLAYER0* subLayer,
                                         PSECURITY_DESCRIPTOR sd) {
  return answer([&] { return add(engineHandle, subLayer, sd); });
}

WFP_EXPORT NativeStatus FwpmSubLayerGetByKey0(HANDLE engineHandle, const GUID* key,
                                              FWPM_SUBLAYER0** subLayer) {
  return answer([&] { return get(engineHandle, PolicyKind::SUBLAYER, key, subLayer); });
}

WFP_EXPORT NativeStatus FwpmSubLayerEnum0(HANDLE engineHandle, HANDLE enumHandle,
                                          UINT32 numEntriesRequested, FWPM_SUBLAYER0*** entries,
                                          UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate(engineHandle, PolicyKind::SUBLAYER, enumHandle, numEntriesRequested, entries,
                     numEntriesReturned);
  });
}

static void read_change(wfp::ipc::wire::PolicyChange::Reader wire, FWPM_SUBLAYER_CHANGE0& to) {
  to.subLayerKey = guid_of(wire.getKey());
}

#define WFP_NAME SubLayer
#define WFP_KIND SUBLAYER
#define WFP_READ_CHANGE read_change
#include "api/edge/policy_kind.inc"
