#include "base/guid.h"

#include <charconv>
#include <cstdio>

namespace wfp {
namespace {

constexpr std::string_view kShape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// The caller has checked that the digits are hexadecimal and fit T.
template <class T>
T hex_at(std::string_view text, std::size_t at) {
  T value = 0;
  std::from_chars(text.data() + at, text.data() + at + 2 * sizeof(T), value, 16);
  return value;
}

}  // namespace

std::string to_string(const Guid& guid) {
  char text[37];
  const auto& d = guid.data4;
  std::snprintf(text, sizeof text, "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x", guid.data1,
                guid.data2, guid.data3, d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]);
  return text;
}

Result<Guid> parse_guid(std::string_view text) {
  if (text.size() != kShape.size())
    return fail(Status::invalid_parameter, "a GUID has 36 characters");
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    const bool good = kShape[i] == 'x' ? is_hex(text[i]) : text[i] == '-';
    if (!good)
      return fail(Status::invalid_parameter, "not a GUID at character " + std::to_string(i));
  }
  Guid guid{hex_at<std::uint32_t>(text, 0),
            hex_at<std::uint16_t>(text, 9),
            hex_at<std::uint16_t>(text, 14),
            {}};
  for (std::size_t i = 0; i < 8; ++i) {
    guid.data4[i] = hex_at<std::uint8_t>(text, i < 2 ? 19 + 2 * i : 20 + 2 * i);
  }
  return guid;
}

}  // namespace wfp
