#include "base/wide.h"

#include <utf8.h>

#include <iterator>

namespace wfp {
namespace {

constexpr char32_t kEscape = 0xDC00;

bool is_escaped_byte(char32_t c) { return c >= kEscape + 0x80 && c <= kEscape + 0xFF; }
bool is_character(char32_t c) { return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF); }

}  // namespace

std::wstring to_wide(std::string_view bytes) {
  std::wstring wide;
  wide.reserve(bytes.size());
  for (auto at = bytes.begin(); at != bytes.end();) {
    const auto bad = utf8::find_invalid(at, bytes.end());
    while (at != bad) wide.push_back(static_cast<wchar_t>(utf8::unchecked::next(at)));
    if (at != bytes.end())
      wide.push_back(static_cast<wchar_t>(kEscape + static_cast<unsigned char>(*at++)));
  }
  return wide;
}

Result<std::string> from_wide(std::wstring_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (const wchar_t wide : text) {
    const auto c = static_cast<char32_t>(wide);
    if (is_escaped_byte(c)) {
      bytes.push_back(static_cast<char>(c - kEscape));
    } else if (is_character(c)) {
      utf8::unchecked::append(c, std::back_inserter(bytes));
    } else {
      return fail(Status::invalid_parameter, "a string holds what is not a Unicode character");
    }
  }
  return bytes;
}

}  // namespace wfp
