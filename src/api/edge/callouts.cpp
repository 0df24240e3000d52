// Callouts: their management objects.
#include "api/edge/policy.h"
#include "api/edge/security.h"

using namespace wfp::api;

WFP_EXPORT NativeStatus FwpmCalloutAdd0(HANDLE engineHandle, const FWPM_CALLOUT0* callout,
                                        PSECURITY_DESCRIPTOR sd, UINT32* id) {
  return answer([&] { return add(engineHandle, callout, sd, id); });
}

WFP_EXPORT NativeStatus FwpmCalloutDeleteById0(HANDLE engineHandle, UINT32 id) {
  return answer([&] { return remove(engineHandle, PolicyKind::CALLOUT, id); });
}

WFP_EXPORT NativeStatus FwpmCalloutGetById0(HANDLE engineHandle, UINT32 id,
                                            FWPM_CALLOUT0** callout) {
  return answer([&] { return get(engineHandle, PolicyKind::CALLOUT, id, callout); });
}

WFP_EXPORT NativeStatus FwpmCalloutGetByKey0(HANDLE engineHandle, const GUID* key,
                                             FWPM_CALLOUT0** callout) {
  return answer([&] { return get(engineHandle, PolicyKind::CALLOUT, key, callout); });
}

WFP_EXPORT NativeStatus FwpmCalloutEnum0(HANDLE engineHandle, HANDLE enumHandle,
                                         UINT32 numEntriesRequested, FWPM_CALLOUT0*** entries,
                                         UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate(engineHandle, PolicyKind::CALLOUT, enumHandle, numEntriesRequested, entries,
                     numEntriesReturned);
  });
}

static void read_change(wfp::ipc::wire::PolicyChange::Reader wire, FWPM_CALLOUT_CHANGE0& to) {
  to.calloutKey = guid_of(wire.getKey());
  to.calloutId = static_cast<UINT32>(wire.getId());
}

#define WFP_NAME Callout
#define WFP_KIND CALLOUT
#define WFP_READ_CHANGE read_change
#include "api/edge/policy_kind.inc"
