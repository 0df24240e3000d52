#include "cli/wide.h"

#include <cstdint>
#include <cstring>

namespace wfp::cli {
namespace {

constexpr std::uint32_t kOddByte = 0xDC00;

std::size_t length_of(std::uint8_t first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

// The character at the front and its length; 0 for what is not UTF-8.
std::size_t decode(std::string_view bytes, std::uint32_t& character) {
  const auto first = static_cast<std::uint8_t>(bytes[0]);
  const std::size_t length = length_of(first);
  if (length == 0 || length > bytes.size()) return 0;
  character = length == 1 ? first : first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto next = static_cast<std::uint8_t>(bytes[i]);
    if ((next & 0xC0) != 0x80) return 0;
    character = character << 6 | (next & 0x3Fu);
  }
  const std::uint32_t least = length == 2 ? 0x80 : length == 3 ? 0x800 : length == 4 ? 0x10000 : 0;
  const bool surrogate = character >= 0xD800 && character < 0xE000;
  return character < least || character > 0x10FFFF || surrogate ? 0 : length;
}

void encode(std::string& out, std::uint32_t c) {
  const auto add = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) return add(c);
  if (c < 0x800) {
    add(0xC0 | c >> 6);
  } else if (c < 0x10000) {
    add(0xE0 | c >> 12);
    add(0x80 | (c >> 6 & 0x3F));
  } else {
    add(0xF0 | c >> 18);
    add(0x80 | (c >> 12 & 0x3F));
    add(0x80 | (c >> 6 & 0x3F));
  }
  add(0x80 | (c & 0x3F));
}

}  // namespace

std::wstring to_wide(std::string_view bytes) {
  std::wstring text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    std::uint32_t character = 0;
    std::size_t length = decode(bytes, character);
    if (length == 0) {
      character = kOddByte + static_cast<std::uint8_t>(bytes[0]);
      length = 1;
    }
    text += static_cast<wchar_t>(character);
    bytes.remove_prefix(length);
  }
  return text;
}

std::string from_wide(std::wstring_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (const wchar_t wide : text) {
    const auto c = static_cast<std::uint32_t>(wide);
    if (c >= kOddByte + 0x80 && c <= kOddByte + 0xFF) {
      bytes += static_cast<char>(c - kOddByte);
    } else if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) {
      encode(bytes, 0xFFFD);
    } else {
      encode(bytes, c);
    }
  }
  return bytes;
}

std::string from_wide(const wchar_t* text) {
  return text == nullptr ? std::string() : from_wide(std::wstring_view(text));
}

std::string app_id_blob(std::string_view path) {
  const std::wstring wide = to_wide(path);
  return {reinterpret_cast<const char*>(wide.c_str()), (wide.size() + 1) * sizeof(wchar_t)};
}

std::string app_id_path(std::string_view blob) {
  if (blob.size() < sizeof(wchar_t) || blob.size() % sizeof(wchar_t) != 0) return {};
  std::wstring wide(blob.size() / sizeof(wchar_t), L'\0');
  std::memcpy(wide.data(), blob.data(), blob.size());
  if (wide.back() != L'\0') return {};
  wide.pop_back();
  std::string path = from_wide(std::wstring_view(wide));
  return path.find('\0') == std::string::npos && app_id_blob(path) == blob ? path : std::string();
}

}  // namespace wfp::cli
