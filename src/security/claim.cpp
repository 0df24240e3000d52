#include "security/claim.h"

#include "base/utf.h"

namespace wfp::security {

Claim string_claim(std::string_view name_utf8, std::string_view value_utf8, std::uint32_t flags) {
  return {to_utf16(name_utf8), ClaimType::string, flags, {to_utf16(value_utf8)}};
}

Claim integer_claim(std::string_view name_utf8, std::int64_t value) {
  return {to_utf16(name_utf8), ClaimType::int64, 0, {value}};
}

Claim sid_claim(std::string_view name_utf8, const Sid& value) {
  return {to_utf16(name_utf8), ClaimType::sid, 0, {value}};
}

}  // namespace wfp::security
