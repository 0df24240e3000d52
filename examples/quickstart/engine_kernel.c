#include <ntddk.h>

#include <fwpmk.h>
#include <fwpsk.h>

#include "engine.h"

uint32_t kernel_mode_enumeration(void) {
  HANDLE engine = NULL;
  HANDLE enumeration = NULL;
  NTSTATUS status = FwpmEngineOpen0(NULL, RPC_C_AUTHN_WINNT, NULL, NULL, &engine);
  if (!NT_SUCCESS(status)) return (uint32_t)status;

  status = FwpsAleEndpointCreateEnumHandle0(engine, NULL, &enumeration);
  if (NT_SUCCESS(status)) FwpsAleEndpointDestroyEnumHandle0(engine, enumeration);
  FwpmEngineClose0(engine);
  return (uint32_t)status;
}
