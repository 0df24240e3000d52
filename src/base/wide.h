// Bytes <-> wchar_t, the platform's own of 4 bytes, at the Windows edge.
//
// UTF-8 is decoded; a byte that is not part of UTF-8 becomes U+DC00 + byte, which nothing else
// becomes, so every name of a file has exactly one wide form and comes back from it unchanged.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace wfp {

// Never longer in characters than `bytes`.
std::wstring to_wide(std::string_view bytes);

// invalid_parameter for what is no Unicode character and no such byte.
Result<std::string> from_wide(std::wstring_view text);

}  // namespace wfp
