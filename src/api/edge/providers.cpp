// Providers.
#include "api/edge/policy.h"
#include "api/edge/security.h"

using namespace wfp::api;

WFP_EXPORT NativeStatus FwpmProviderAdd0(HANDLE engineHandle, const FWPM_PROVIDER0* provider,
                                         PSECURITY_DESCRIPTOR sd) {
  return answer([&] { return add(engineHandle, provider, sd); });
}

WFP_EXPORT NativeStatus FwpmProviderGetByKey0(HANDLE engineHandle, const GUID* key,
                                              FWPM_PROVIDER0** provider) {
  return answer([&] { return get(engineHandle, PolicyKind::PROVIDER, key, provider); });
}

WFP_EXPORT NativeStatus FwpmProviderEnum0(HANDLE engineHandle, HANDLE enumHandle,
                                          UINT32 numEntriesRequested, FWPM_PROVIDER0*** entries,
                                          UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate(engineHandle, PolicyKind::PROVIDER, enumHandle, numEntriesRequested, entries,
                     numEntriesReturned);
  });
}

static void read_change(wfp::ipc::wire::PolicyChange::Reader wire, FWPM_PROVIDER_CHANGE0& to) {
  to.providerKey = guid_of(wire.getKey());
}

#define WFP_NAME Provider
#define WFP_KIND PROVIDER
#define WFP_READ_CHANGE read_change
#include "api/edge/policy_kind.inc"
