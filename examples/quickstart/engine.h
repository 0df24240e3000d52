// The Windows calls of the demonstration. Both flavours of the API are in this one program:
// engine_user.cpp is written as a user-mode program, engine_kernel.c as a driver would be; a file
// sees only one flavour's headers.
#pragma once

#include <stdint.h>

#ifdef __cplusplus
#include <string>
#include <vector>

#include "people.h"

struct Listing {
  std::uint32_t error = 0;  // what the failing call returned, 0 = success
  std::vector<OwnSocket> endpoints;
};

// FwpsAleEndpointCreateEnumHandle0, Enum0, DestroyEnumHandle0 as `uid`.
Listing list_as(std::uint32_t uid);

// FwpsAleEndpointSetSecurityInfo0 as root, with the DACL of an SDDL string. Returns its result.
std::uint32_t set_dacl(const std::string& sddl);

extern "C" {
#endif

// FwpsAleEndpointCreateEnumHandle0 of the kernel-mode library in the calling process. Returns its
// NTSTATUS.
uint32_t kernel_mode_enumeration(void);

#ifdef __cplusplus
}
#endif
