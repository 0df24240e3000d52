// Upper case as Windows compares by it: one UTF-16 unit to one, pairs that Unicode 5.1 knew and no
// later ones.
#pragma once

#include <string>
#include <string_view>

namespace wfp::security {

char16_t upcase(char16_t unit);
std::u16string upcase(std::u16string_view text);

}  // namespace wfp::security
