// GenericMapping: what GENERIC_READ and its three kin mean for one type of object.
#pragma once

#include "security/rights.h"

namespace wfp::security {

struct GenericMapping {
  AccessMask read = 0;
  AccessMask write = 0;
  AccessMask execute = 0;
  AccessMask all = 0;

  // `mask` with each generic bit replaced by what it stands for.
  [[nodiscard]] constexpr AccessMask map(AccessMask mask) const {
    if ((mask & kGenericRights) == 0) return mask;
    AccessMask mapped = mask & ~kGenericRights;
    if (mask & Right::generic_read) mapped |= read;
    if (mask & Right::generic_write) mapped |= write;
    if (mask & Right::generic_execute) mapped |= execute;
    if (mask & Right::generic_all) mapped |= all;
    return mapped;
  }

  bool operator==(const GenericMapping&) const = default;
};

}  // namespace wfp::security
