// Guid: a 128-bit identifier in Windows' field layout, so that its bytes are those of the C struct.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace wfp {

struct Guid {
  std::uint32_t data1 = 0;
  std::uint16_t data2 = 0;
  std::uint16_t data3 = 0;
  std::array<std::uint8_t, 8> data4{};

  [[nodiscard]] bool is_zero() const { return *this == Guid{}; }
  auto operator<=>(const Guid&) const = default;
};
static_assert(sizeof(Guid) == 16);

// "c38d57d1-05a7-4c33-904f-7fbceee60e82": lower case, no braces.
std::string to_string(const Guid& guid);

// Exactly 36 characters, hexadecimal digits of either case, no braces.
Result<Guid> parse_guid(std::string_view text);

}  // namespace wfp
