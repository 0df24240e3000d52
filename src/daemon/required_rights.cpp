#include "daemon/required_rights.h"

#include <array>
#include <cstdio>
#include <string>

namespace wfp::daemon {
namespace {

using security::AccessMask;
using security::Right;

// Windows' table of SECURITY_INFORMATION, without the rows we refuse: labels, attributes, policies
// and backup.
struct Row {
  std::uint32_t bit;
  bool readable;
  AccessMask to_get;
  AccessMask to_set;
};
constexpr std::array<Row, 8> kRows = {{
    {Information::owner, true, Right::read_control, Right::write_owner},
    {Information::group, true, Right::read_control, Right::write_owner},
    {Information::dacl, true, Right::read_control, Right::write_dac},
    {Information::sacl, true, Right::access_system_security, Right::access_system_security},
    {Information::unprotected_sacl, false, 0, Right::access_system_security},
    {Information::unprotected_dacl, false, 0, Right::write_dac},
    {Information::protected_sacl, false, 0, Right::access_system_security},
    {Information::protected_dacl, false, 0, Right::write_dac},
}};

std::unexpected<Error> unknown_bits(std::uint32_t bits) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%x", bits);
  return fail(Status::invalid_parameter,
              std::string("security information ") + text + " is not supported here");
}

bool both(std::uint32_t information, std::uint32_t one, std::uint32_t other) {
  return (information & one) != 0 && (information & other) != 0;
}

}  // namespace

Result<AccessMask> rights_to_get(std::uint32_t information) {
  AccessMask rights = 0;
  for (const Row& row : kRows) {
    if ((information & row.bit) == 0 || !row.readable) continue;
    rights |= row.to_get;
    information &= ~row.bit;
  }
  if (information != 0) return unknown_bits(information);
  return rights;
}

Result<AccessMask> rights_to_set(std::uint32_t information) {
  if (both(information, Information::protected_dacl, Information::unprotected_dacl) ||
      both(information, Information::protected_sacl, Information::unprotected_sacl)) {
    return fail(Status::invalid_parameter, "an ACL is either protected or unprotected");
  }
  AccessMask rights = 0;
  for (const Row& row : kRows) {
    if ((information & row.bit) == 0) continue;
    rights |= row.to_set;
    information &= ~row.bit;
  }
  if (information != 0) return unknown_bits(information);
  return rights;
}

}  // namespace wfp::daemon
