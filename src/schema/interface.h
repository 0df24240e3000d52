// How WFP names a network interface: its LUID, the 64 bits of Windows' NET_LUID - 24 reserved, 24
// of the index, 16 of the type - made of what Linux calls it by.
//
// The types are spec/interface_types.tsv. Whoever makes or reads a LUID does it here: the client
// that writes it into a condition and what classifies by it must agree to the bit.
#pragma once

#include <cstdint>
#include <optional>

namespace wfp::schema {

// What Linux says of an interface: its index, ARPHRD_*, and whether its Ethernet is a radio's.
struct LinuxInterface {
  std::uint32_t index;
  std::uint16_t hardware;
  bool wireless = false;
  bool operator==(const LinuxInterface&) const = default;
};

// IF_TYPE_*; IF_TYPE_OTHER (1) for hardware that Windows has no name for.
std::uint16_t interface_type(const LinuxInterface& interface);

// Empty for an index that has no LUID: 0, or over 24 bits.
std::optional<std::uint64_t> interface_luid(const LinuxInterface& interface);

// The index that a LUID carries.
std::uint32_t interface_index(std::uint64_t luid);

}  // namespace wfp::schema
