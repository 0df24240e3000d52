/* The user flavour's side; compiled as C and as C++. */
#include <windows.h>

#include <fwpmu.h>
#include <fwpsu.h>

#ifdef __cplusplus
extern "C"
#endif
    uint32_t
    user_open_result(void);

uint32_t user_open_result(void) {
  HANDLE engine = NULL;
  return FwpmEngineOpen0(NULL, RPC_C_AUTHN_DEFAULT, NULL, NULL, &engine);
}
