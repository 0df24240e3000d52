// Claim: a named attribute of a user, a device or a resource, that conditions speak of:
// @USER.Title, @RESOURCE.app.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "security/bytes.h"
#include "security/sid.h"

namespace wfp::security {

// The numbers of CLAIM_SECURITY_ATTRIBUTE_TYPE_*.
enum class ClaimType : std::uint16_t {
  int64 = 1,
  uint64 = 2,
  string = 3,
  sid = 5,
  boolean = 6,
  octets = 16,
};

using ClaimValue = std::variant<std::int64_t, std::uint64_t, std::u16string, Sid, bool, Bytes>;

// The alternative of ClaimValue that values of `type` are held in.
constexpr std::size_t variant_index(ClaimType type) {
  switch (type) {
    case ClaimType::int64:
      return 0;
    case ClaimType::uint64:
      return 1;
    case ClaimType::string:
      return 2;
    case ClaimType::sid:
      return 3;
    case ClaimType::boolean:
      return 4;
    case ClaimType::octets:
      return 5;
  }
  return std::variant_npos;
}

struct Claim {
  static constexpr std::uint32_t kNonInheritable = 0x1;
  static constexpr std::uint32_t kCaseSensitive = 0x2;
  static constexpr std::uint32_t kUseForDenyOnly = 0x4;
  static constexpr std::uint32_t kDisabledByDefault = 0x8;
  static constexpr std::uint32_t kDisabled = 0x10;
  static constexpr std::uint32_t kMandatory = 0x20;

  std::u16string name{};
  ClaimType type = ClaimType::string;
  std::uint32_t flags = 0;
  std::vector<ClaimValue> values{};

  bool operator==(const Claim&) const = default;
};

Claim string_claim(std::string_view name_utf8, std::string_view value_utf8,
                   std::uint32_t flags = 0);
Claim integer_claim(std::string_view name_utf8, std::int64_t value);
Claim sid_claim(std::string_view name_utf8, const Sid& value);

}  // namespace wfp::security
