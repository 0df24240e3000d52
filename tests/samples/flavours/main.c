/*
 * Both libraries in one program: each function below calls its own, whatever the order they were
 * linked in. 0 = they did not clash.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

uint32_t user_open_result(void);
uint32_t kernel_open_result(void);

int main(void) {
  uint32_t user, kernel;
  setenv("OPENWFP_SOCKET", "/nonexistent/wfpd.sock", 1);
  user = user_open_result();
  kernel = kernel_open_result();
  printf("user 0x%08x kernel 0x%08x\n", (unsigned)user, (unsigned)kernel);
  return user == 1753 && kernel == 0xC0020036u ? 0
                                               : 1; /* EPT_S_NOT_REGISTERED in each's own numbers */
}
