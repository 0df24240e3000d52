// UTF-8 and UTF-16. Windows' strings are UTF-16, Linux' names are bytes that are mostly UTF-8.
//
// Reading never fails and forgets nothing: a byte that is not UTF-8 becomes the unit U+DC00 + byte
// (a lone low surrogate, which no valid UTF-8 makes), and comes back as that byte.
#pragma once

#include <string>
#include <string_view>

namespace wfp {

// Appends the UTF-16 of the UTF-8 character (or the one stray byte) at the start of `text`, which
// is not empty, to `out`; returns the bytes it took.
std::size_t append_utf16(std::u16string& out, std::string_view text);

std::u16string to_utf16(std::string_view utf8);
// A lone surrogate that is no escaped byte is written in the three-byte form that UTF-8 would have
// for it.
std::string to_utf8(std::u16string_view utf16);
// Appends `utf16` as to_utf8 would return it.
void append_utf8(std::string& out, std::u16string_view utf16);

}  // namespace wfp
