#include "cli/guid.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace wfp::cli {
namespace {

constexpr std::size_t kTextSize = 36;
constexpr std::size_t kDashes[] = {8, 13, 18, 23};

// The order in which the text names the bytes of the structure, which keeps the first three parts
// as numbers.
constexpr std::array<std::size_t, 16> kByteAt = {3, 2, 1,  0,  5,  4,  7,  6,
                                                 8, 9, 10, 11, 12, 13, 14, 15};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_dash(std::size_t at) {
  for (const std::size_t dash : kDashes) {
    if (dash == at) return true;
  }
  return false;
}

__extension__ using Wide = unsigned __int128;

constexpr Wide kFnvPrime = (static_cast<Wide>(1) << 88) + 0x13B;
constexpr Wide kFnvBasis = (static_cast<Wide>(0x6c62272e07bb0142) << 64) + 0x62b821756295c58d;

void add(Wide& hash, std::string_view bytes) {
  for (const char c : bytes) hash = (hash ^ static_cast<std::uint8_t>(c)) * kFnvPrime;
  hash = (hash ^ 0xff) * kFnvPrime;  // so that the ends of the parts count; no UTF-8 has this byte
}

}  // namespace

std::string guid_text(const GUID& guid) {
  std::uint8_t bytes[16];
  std::memcpy(bytes, &guid, sizeof bytes);
  std::string text = "{";
  for (const std::size_t at : kByteAt) {
    if (is_dash(text.size() - 1)) text += '-';
    text += "0123456789abcdef"[bytes[at] >> 4];
    text += "0123456789abcdef"[bytes[at] & 15];
  }
  return text + "}";
}

std::optional<GUID> parse_guid(std::string_view text) {
  if (text.size() == kTextSize + 2 && text.front() == '{' && text.back() == '}')
    text = text.substr(1, kTextSize);
  if (text.size() != kTextSize) return std::nullopt;
  std::uint8_t bytes[16];
  std::size_t at = 0;
  for (const std::size_t byte : kByteAt) {
    if (is_dash(at) && text[at++] != '-') return std::nullopt;
    const int high = hex_digit(text[at]), low = hex_digit(text[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes[byte] = static_cast<std::uint8_t>(high << 4 | low);
    at += 2;
  }
  GUID guid;
  std::memcpy(&guid, bytes, sizeof guid);
  return guid;
}

GUID derived_guid(std::string_view kind, const GUID& scope, std::string_view name) {
  Wide hash = kFnvBasis;
  add(hash, kind);
  add(hash, {reinterpret_cast<const char*>(&scope), sizeof scope});
  add(hash, name);
  GUID guid;
  std::memcpy(&guid, &hash, sizeof guid);
  guid.Data3 = static_cast<unsigned short>((guid.Data3 & 0x0fff) | 0x8000);
  guid.Data4[0] = static_cast<unsigned char>((guid.Data4[0] & 0x3f) | 0x80);
  return guid;
}

std::size_t GuidHash::operator()(const GUID& guid) const {
  std::uint64_t halves[2];
  std::memcpy(halves, &guid, sizeof halves);
  return halves[0] * 0x9E3779B97F4A7C15u ^ halves[1];
}

bool GuidLess::operator()(const GUID& a, const GUID& b) const {
  return std::memcmp(&a, &b, sizeof a) < 0;
}

}  // namespace wfp::cli
