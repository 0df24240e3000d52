// Provider contexts, in the four versions of their structure.
#include "api/edge/policy.h"
#include "api/edge/security.h"

using namespace wfp::api;

WFP_EXPORT NativeStatus FwpmProviderContextAdd0(HANDLE engineHandle,
                                                const FWPM_PROVIDER_CONTEXT0* providerContext,
                                                PSECURITY_DESCRIPTOR sd, UINT64* id) {
  return answer([&] { return add(engineHandle, providerContext, sd, id); });
}

WFP_EXPORT NativeStatus FwpmProviderContextAdd1(HANDLE engineHandle,
                                                const FWPM_PROVIDER_CONTEXT1* providerContext,
                                                PSECURITY_DESCRIPTOR sd, UINT64* id) {
  return answer([&] { return add(engineHandle, providerContext, sd, id); });
}

WFP_EXPORT NativeStatus FwpmProviderContextAdd2(HANDLE engineHandle,
                                                const FWPM_PROVIDER_CONTEXT2* providerContext,
                                                PSECURITY_DESCRIPTOR sd, UINT64* id) {
  return answer([&] { return add(engineHandle, providerContext, sd, id); });
}

WFP_EXPORT NativeStatus FwpmProviderContextAdd3(HANDLE engineHandle,
                                                const FWPM_PROVIDER_CONTEXT3* providerContext,
                                                PSECURITY_DESCRIPTOR sd, UINT64* id) {
  return answer([&] { return add(engineHandle, providerContext, sd, id); });
}

WFP_EXPORT NativeStatus FwpmProviderContextDeleteById0(HANDLE engineHandle, UINT64 id) {
  return answer([&] { return remove(engineHandle, PolicyKind::PROVIDER_CONTEXT, id); });
}

WFP_EXPORT NativeStatus FwpmProviderContextGetById0(HANDLE engineHandle, UINT64 id,
                                                    FWPM_PROVIDER_CONTEXT0** providerContext) {
  return answer(
      [&] { return get(engineHandle, PolicyKind::PROVIDER_CONTEXT, id, providerContext); });
}

WFP_EXPORT NativeStatus FwpmProviderContextGetById1(HANDLE engineHandle, UINT64 id,
                                                    FWPM_PROVIDER_CONTEXT1** providerContext) {
  return answer(
      [&] { return get(engineHandle, PolicyKind::PROVIDER_CONTEXT, id, providerContext); });
}

WFP_EXPORT NativeStatus FwpmProviderContextGetById2(HANDLE engineHandle, UINT64 id,
                                                    FWPM_PROVIDER_CONTEXT2** providerContext) {
  return answer(
      [&] { return get(engineHandle, PolicyKind::PROVIDER_CONTEXT, id, providerContext); });
}

WFP_EXPORT NativeStatus FwpmProviderContextGetById3(HANDLE engineHandle, UINT64 id,
                                                    FWPM_PROVIDER_CONTEXT3** providerContext) {
  return answer(
      [&] { return get(engineHandle, PolicyKind::PROVIDER_CONTEXT, id, providerContext); });
}

WFP_EXPORT NativeStatus FwpmProviderContextGetByKey0(HANDLE engineHandle, const GUID* key,
                                                     FWPM_PROVIDER_CONTEXT0** providerContext) {
  return answer(
      [&] { return get(engineHandle, PolicyKind::PROVIDER_CONTEXT, key, providerContext); });
}

WFP_EXPORT NativeStatus FwpmProviderContextGetByKey1(HANDLE engineHandle, const GUID* key,
                                                     FWPM_PROVIDER_CONTEXT1** providerContext) {
  return answer(
      [&] { return get(engineHandle, PolicyKind::PROVIDER_CONTEXT, key, providerContext); });
}

WFP_EXPORT NativeStatus FwpmProviderContextGetByKey2(HANDLE engineHandle, const GUID* key,
                                                     FWPM_PROVIDER_CONTEXT2** providerContext) {
  return answer(
      [&] { return get(engineHandle, PolicyKind::PROVIDER_CONTEXT, key, providerContext); });
}

WFP_EXPORT NativeStatus FwpmProviderContextGetByKey3(HANDLE engineHandle, const GUID* key,
                                                     FWPM_PROVIDER_CONTEXT3** providerContext) {
  return answer(
      [&] { return get(engineHandle, PolicyKind::PROVIDER_CONTEXT, key, providerContext); });
}

WFP_EXPORT NativeStatus FwpmProviderContextEnum0(HANDLE engineHandle, HANDLE enumHandle,
                                                 UINT32 numEntriesRequested,
                                                 FWPM_PROVIDER_CONTEXT0*** entries,
                                                 UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate(engineHandle, PolicyKind::PROVIDER_CONTEXT, enumHandle, numEntriesRequested,
                     entries, numEntriesReturned);
  });
}

WFP_EXPORT NativeStatus FwpmProviderContextEnum1(HANDLE engineHandle, HANDLE enumHandle,
                                                 UINT32 numEntriesRequested,
                                                 FWPM_PROVIDER_CONTEXT1*** entries,
                                                 UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate(engineHandle, PolicyKind::PROVIDER_CONTEXT, enumHandle, numEntriesRequested,
                     entries, numEntriesReturned);
  });
}

WFP_EXPORT NativeStatus FwpmProviderContextEnum2(HANDLE engineHandle, HANDLE enumHandle,
                                                 UINT32 numEntriesRequested,
                                                 FWPM_PROVIDER_CONTEXT2*** entries,
                                                 UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate(engineHandle, PolicyKind::PROVIDER_CONTEXT, enumHandle, numEntriesRequested,
                     entries, numEntriesReturned);
  });
}

WFP_EXPORT NativeStatus FwpmProviderContextEnum3(HANDLE engineHandle, HANDLE enumHandle,
                                                 UINT32 numEntriesRequested,
                                                 FWPM_PROVIDER_CONTEXT3*** entries,
                                                 UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate(engineHandle, PolicyKind::PROVIDER_CONTEXT, enumHandle, numEntriesRequested,
                     entries, numEntriesReturned);
  });
}

static void read_change(wfp::ipc::wire::PolicyChange::Reader wire,
                        FWPM_PROVIDER_CONTEXT_CHANGE0& to) {
  to.providerContextKey = guid_of(wire.getKey());
  to.providerContextId = static_cast<UINT64>(wire.getId());
}

#define WFP_NAME ProviderContext
#define WFP_KIND PROVIDER_CONTEXT
#define WFP_READ_CHANGE read_change
#include "api/edge/policy_kind.inc"
