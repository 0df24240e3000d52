// Which rights it takes to read or to set the parts of a security descriptor (Windows'
// SECURITY_INFORMATION bits).
#pragma once

#include <cstdint>

#include "base/result.h"
#include "security/rights.h"

namespace wfp::daemon {

// Bits of `information`, with Windows' numbers.
struct Information {
  enum : std::uint32_t {
    owner = 0x00000001,
    group = 0x00000002,
    dacl = 0x00000004,
    sacl = 0x00000008,
    unprotected_sacl = 0x10000000,
    unprotected_dacl = 0x20000000,
    protected_sacl = 0x40000000,
    protected_dacl = 0x80000000,
  };
};

// The union over all bits. invalid_parameter for a bit that the call does not take: only owner,
// group, DACL and SACL are read; set are these and the four protection bits, not both of one ACL.
Result<security::AccessMask> rights_to_get(std::uint32_t information);
Result<security::AccessMask> rights_to_set(std::uint32_t information);

}  // namespace wfp::daemon
