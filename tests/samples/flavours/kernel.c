/* The kernel flavour's side; compiled as C and as C++. */
#include <ntddk.h>

#include <fwpmk.h>
#include <fwpsk.h>

#ifdef __cplusplus
extern "C"
#endif
    uint32_t
    kernel_open_result(void);

uint32_t kernel_open_result(void) {
  HANDLE engine = NULL;
  return (uint32_t)FwpmEngineOpen0(NULL, RPC_C_AUTHN_DEFAULT, NULL, NULL, &engine);
}
