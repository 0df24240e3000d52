/*
 * The six FwpsAleEndpoint functions as an application uses them, written from their pages: open the
 * engine, list the endpoints, look one up again by its id, read the security information and set
 * what was read. Prints one line per endpoint and returns 0 when every call did what its page says.
 */
#include <windows.h>

#include <fwpmu.h>
#include <fwpsu.h>
#include <stdio.h>

#define PAGE 64

static int failed(const char* what, DWORD result) {
  fprintf(stderr, "%s: 0x%08x\n", what, (unsigned)result);
  return 1;
}

static void print(const FWPS_ALE_ENDPOINT_PROPERTIES* endpoint) {
  printf("%llu %s protocol %u local port %u remote port %u application %ls\n",
         (unsigned long long)endpoint->endpointId,
         endpoint->ipVersion == FWP_IP_VERSION_V4 ? "IPv4" : "IPv6", endpoint->ipProtocol,
         endpoint->localPort, endpoint->remotePort,
         endpoint->appId.data != NULL ? (const wchar_t*)endpoint->appId.data : L"-");
}

static int list(HANDLE engine, UINT64* first) {
  HANDLE enumHandle = NULL;
  FWPS_ALE_ENDPOINT_PROPERTIES** entries = NULL;
  UINT32 returned, i;
  DWORD result = FwpsAleEndpointCreateEnumHandle(engine, NULL, &enumHandle);
  if (result != ERROR_SUCCESS) return failed("FwpsAleEndpointCreateEnumHandle", result);
  do {
    result = FwpsAleEndpointEnum(engine, enumHandle, PAGE, &entries, &returned);
    if (result != ERROR_SUCCESS) return failed("FwpsAleEndpointEnum", result);
    for (i = 0; i < returned; ++i) {
      if (*first == 0) *first = entries[i]->endpointId;
      print(entries[i]);
    }
    FwpmFreeMemory((void**)&entries);
  } while (returned == PAGE);
  result = FwpsAleEndpointDestroyEnumHandle(engine, enumHandle);
  if (result != ERROR_SUCCESS) return failed("FwpsAleEndpointDestroyEnumHandle", result);
  return 0;
}

static int look_up(HANDLE engine, UINT64 id) {
  FWPS_ALE_ENDPOINT_PROPERTIES* endpoint = NULL;
  DWORD result = FwpsAleEndpointGetById(engine, id, &endpoint);
  if (result == (DWORD)FWP_E_NOT_FOUND) return 0; /* gone since it was listed */
  if (result != ERROR_SUCCESS) return failed("FwpsAleEndpointGetById", result);
  if (endpoint->endpointId != id) return failed("the endpoint of that id", 0);
  FwpmFreeMemory((void**)&endpoint);
  return 0;
}

static int read_and_set_security(HANDLE engine) {
  PSECURITY_DESCRIPTOR descriptor = NULL;
  PSID owner = NULL;
  PSID group = NULL;
  PACL dacl = NULL;
  PACL sacl = NULL;
  DWORD result = FwpsAleEndpointGetSecurityInfo(
      engine, OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
      &owner, &group, &dacl, &sacl, &descriptor);
  if (result != ERROR_SUCCESS) return failed("FwpsAleEndpointGetSecurityInfo", result);
  if (owner == NULL || group == NULL || dacl == NULL || sacl != NULL)
    return failed("the parts asked for", 0);
  result =
      FwpsAleEndpointSetSecurityInfo(engine, DACL_SECURITY_INFORMATION, NULL, NULL, dacl, NULL);
  FwpmFreeMemory((void**)&descriptor);
  if (result != ERROR_SUCCESS) return failed("FwpsAleEndpointSetSecurityInfo", result);
  return 0;
}

int main(void) {
  HANDLE engine = NULL;
  UINT64 first = 0;
  int bad;
  DWORD result = FwpmEngineOpen(NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine);
  if (result != ERROR_SUCCESS) return failed("FwpmEngineOpen", result);
  bad = list(engine, &first) || (first != 0 && look_up(engine, first)) ||
        read_and_set_security(engine);
  result = FwpmEngineClose(engine);
  if (result != ERROR_SUCCESS) return failed("FwpmEngineClose", result);
  return bad;
}
