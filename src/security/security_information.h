// SecurityInformation: which parts of a descriptor a call reads or writes, and the rights it needs
// for them.
#pragma once

#include <cstdint>

#include "security/rights.h"

namespace wfp::security {

struct SecurityInformation {
  enum : std::uint32_t {
#define WFP_INFORMATION(name, value, query, set) name = value,
#include "gen/security_information_table.inc"
#undef WFP_INFORMATION
  };
};

// The rights, on the object, of which reading or writing the parts of `information` takes all.
constexpr AccessMask rights_to_query(std::uint32_t information) {
  AccessMask rights = 0;
#define WFP_INFORMATION(name, value, query, set) \
  rights |= (information & (value)) != 0 ? (query) : 0;
#include "gen/security_information_table.inc"
#undef WFP_INFORMATION
  return rights;
}
constexpr AccessMask rights_to_set(std::uint32_t information) {
  AccessMask rights = 0;
#define WFP_INFORMATION(name, value, query, set) rights |= (information & (value)) != 0 ? (set) : 0;
#include "gen/security_information_table.inc"
#undef WFP_INFORMATION
  return rights;
}

}  // namespace wfp::security
