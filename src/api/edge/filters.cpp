// Filters.
#include "api/edge/policy.h"
#include "api/edge/security.h"

using namespace wfp::api;

WFP_EXPORT NativeStatus FwpmFilterAdd0(HANDLE engineHandle, const FWPM_FILTER0* filter,
                                       PSECURITY_DESCRIPTOR sd, UINT64* id) {
  return answer([&] { return add(engineHandle, filter, sd, id); });
}

WFP_EXPORT NativeStatus FwpmFilterDeleteById0(HANDLE engineHandle, UINT64 id) {
  return answer([&] { return remove(engineHandle, PolicyKind::FILTER, id); });
}

WFP_EXPORT NativeStatus FwpmFilterGetById0(HANDLE engineHandle, UINT64 id, FWPM_FILTER0** filter) {
  return answer([&] { return get(engineHandle, PolicyKind::FILTER, id, filter); });
}

WFP_EXPORT NativeStatus FwpmFilterGetByKey0(HANDLE engineHandle, const GUID* key,
                                            FWPM_FILTER0** filter) {
  return answer([&] { return get(engineHandle, PolicyKind::FILTER, key, filter); });
}

WFP_EXPORT NativeStatus FwpmFilterEnum0(HANDLE engineHandle, HANDLE enumHandle,
                                        UINT32 numEntriesRequested, FWPM_FILTER0*** entries,
                                        UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate(engineHandle, PolicyKind::FILTER, enumHandle, numEntriesRequested, entries,
                     numEntriesReturned);
  });
}

static void read_change(wfp::ipc::wire::PolicyChange::Reader wire, FWPM_FILTER_CHANGE0& to) {
  to.filterKey = guid_of(wire.getKey());
  to.filterId = static_cast<UINT64>(wire.getId());
}

#define WFP_NAME Filter
#define WFP_KIND FILTER
#define WFP_READ_CHANGE read_change
#include "api/edge/policy_kind.inc"
