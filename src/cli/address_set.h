// AddressSet: which addresses (or ports) a filter is for: some, or all, without some. The filter
// engine takes conditions on one field as alternatives, also negated ones, so "10.0.0.0/8 but not
// 10.1.0.0/16" becomes the ranges that remain.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "cli/address.h"
#include "cli/policy.h"

namespace wfp::cli {

struct AddressNet {
  Address address;
  std::uint8_t prefix_length = 32;
};

// Conditions on `field` for one IP version; nothing for "all". `some` empty: all.
// False: nothing of this version remains.
bool address_conditions(const GUID& field, Family family, const std::vector<AddressNet>& some,
                        const std::vector<AddressNet>& without,
                        std::vector<PolicyCondition>& conditions);

// The same for ports.
bool port_conditions(const GUID& field, const std::vector<std::uint16_t>& some,
                     const std::vector<std::uint16_t>& without,
                     std::vector<PolicyCondition>& conditions);

}  // namespace wfp::cli
