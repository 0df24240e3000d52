/*
 * The same six functions as a driver's source calls them, written from their fwpsk pages: results
 * are NTSTATUS.
 */
#include <ntddk.h>

#include <fwpmk.h>
#include <fwpsk.h>
#include <stdio.h>

#define PAGE 64

static int failed(const char* what, NTSTATUS status) {
  fprintf(stderr, "%s: 0x%08x\n", what, (unsigned)status);
  return 1;
}

static int list(HANDLE engine, UINT64* first) {
  FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 everything = {0};
  HANDLE enumHandle = NULL;
  FWPS_ALE_ENDPOINT_PROPERTIES0** entries = NULL;
  UINT32 returned, i;
  NTSTATUS status = FwpsAleEndpointCreateEnumHandle0(engine, &everything, &enumHandle);
  if (!NT_SUCCESS(status)) return failed("FwpsAleEndpointCreateEnumHandle0", status);
  do {
    status = FwpsAleEndpointEnum0(engine, enumHandle, PAGE, &entries, &returned);
    if (!NT_SUCCESS(status)) return failed("FwpsAleEndpointEnum0", status);
    for (i = 0; i < returned; ++i) {
      if (*first == 0) *first = entries[i]->endpointId;
      printf("%llu local port %u\n", (unsigned long long)entries[i]->endpointId,
             entries[i]->localPort);
    }
    FwpmFreeMemory0((void**)&entries);
  } while (returned == PAGE);
  status = FwpsAleEndpointDestroyEnumHandle0(engine, enumHandle);
  return NT_SUCCESS(status) ? 0 : failed("FwpsAleEndpointDestroyEnumHandle0", status);
}

static int look_up(HANDLE engine, UINT64 id) {
  FWPS_ALE_ENDPOINT_PROPERTIES0* endpoint = NULL;
  NTSTATUS status = FwpsAleEndpointGetById0(engine, id, &endpoint);
  if (status == STATUS_FWP_NOT_FOUND) return 0; /* gone since it was listed */
  if (status != STATUS_SUCCESS) return failed("FwpsAleEndpointGetById0", status);
  FwpmFreeMemory0((void**)&endpoint);
  return 0;
}

static int read_and_set_security(HANDLE engine) {
  PSECURITY_DESCRIPTOR descriptor = NULL;
  PSID owner = NULL;
  PSID group = NULL;
  PACL dacl = NULL;
  PACL sacl = NULL;
  NTSTATUS status = FwpsAleEndpointGetSecurityInfo0(engine, DACL_SECURITY_INFORMATION, &owner,
                                                    &group, &dacl, &sacl, &descriptor);
  if (status != STATUS_SUCCESS) return failed("FwpsAleEndpointGetSecurityInfo0", status);
  if (owner != NULL || group != NULL || sacl != NULL) return failed("the parts not asked for", 0);
  status =
      FwpsAleEndpointSetSecurityInfo0(engine, DACL_SECURITY_INFORMATION, NULL, NULL, dacl, NULL);
  FwpmFreeMemory0((void**)&descriptor);
  return status == STATUS_SUCCESS ? 0 : failed("FwpsAleEndpointSetSecurityInfo0", status);
}

int main(void) {
  HANDLE engine = NULL;
  UINT64 first = 0;
  int bad;
  NTSTATUS status;
  if (FwpmBfeStateGet0() != FWPM_SERVICE_RUNNING) return failed("FwpmBfeStateGet0", 0);
  status = FwpmEngineOpen0(NULL, RPC_C_AUTHN_DEFAULT, NULL, NULL, &engine);
  if (status != STATUS_SUCCESS) return failed("FwpmEngineOpen0", status);
  bad = list(engine, &first) || (first != 0 && look_up(engine, first)) ||
        read_and_set_security(engine);
  status = FwpmEngineClose0(engine);
  if (status != STATUS_SUCCESS) return failed("FwpmEngineClose0", status);
  return bad;
}
