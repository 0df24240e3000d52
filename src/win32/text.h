// A function that Windows has in both widths is written once, over the traits Narrow (char, UTF-8)
// and Wide (wchar_t). Inside, text is a std::string of bytes.
#pragma once

#include <windows.h>

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/wide.h"
#include "win32/memory.h"

namespace wfp::win32 {

struct Narrow {
  using Char = char;
  static std::string from_bytes(std::string_view bytes) { return std::string(bytes); }
  static Result<std::string> to_bytes(std::string_view text) { return std::string(text); }
};

struct Wide {
  using Char = wchar_t;
  static std::wstring from_bytes(std::string_view bytes) { return to_wide(bytes); }
  static Result<std::string> to_bytes(std::wstring_view text) { return from_wide(text); }
};

// A copy of the text with its NUL, for the program to give to LocalFree.
template <class Text>
Result<LocalBytes> local_text(const Text& text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.c_str());
  return local_copy({bytes, (text.size() + 1) * sizeof text[0]});
}

// Gives text to a buffer of *size characters. Too small or absent: *size becomes what it needs with
// its NUL, and buffer_too_small. Otherwise *size becomes the length without the NUL.
template <class Text>
Result<void> give_text(const Text& text, typename Text::value_type* buffer, DWORD* size) {
  const std::size_t needed = text.size() + 1;
  if (buffer == nullptr || *size < needed) {
    *size = static_cast<DWORD>(needed);
    return fail(Status::buffer_too_small);
  }
  std::char_traits<typename Text::value_type>::copy(buffer, text.c_str(), needed);
  *size = static_cast<DWORD>(text.size());
  return {};
}

}  // namespace wfp::win32
