// Bytes <-> the wchar_t strings of the C API: UTF-8 is decoded, and a byte that is not part of
// UTF-8 becomes U+DC00 + byte, as the library has it (docs/c-api.md). Nothing is lost either way.
#pragma once

#include <string>
#include <string_view>

namespace wfp::cli {

std::wstring to_wide(std::string_view bytes);

// A character that is none becomes U+FFFD.
std::string from_wide(std::wstring_view text);
std::string from_wide(const wchar_t* text);  // "" for null

// The bytes of an application's blob are its path in wchar_t with a terminating NUL.
std::string app_id_blob(std::string_view path);
// The path, if app_id_blob gives these bytes for it; else "".
std::string app_id_path(std::string_view blob);

}  // namespace wfp::cli
