#include "kernel/service_sid.h"

#include <sha1.h>

#include <array>
#include <vector>

#include "base/utf.h"
#include "security/upcase.h"

namespace wfp::kernel {
namespace {

constexpr std::uint64_t kNtAuthority = 5;
constexpr std::uint32_t kServiceId = 80;  // SECURITY_SERVICE_ID_BASE_RID

std::vector<std::uint8_t> little_endian(std::u16string_view text) {
  std::vector<std::uint8_t> bytes;
  for (const char16_t unit : text) {
    bytes.push_back(static_cast<std::uint8_t>(unit));
    bytes.push_back(static_cast<std::uint8_t>(unit >> 8));
  }
  return bytes;
}

}  // namespace

security::Sid service_sid(std::string_view name) {
  const auto bytes = little_endian(security::upcase(to_utf16(name)));
  std::array<std::uint8_t, SHA1_DIGEST_LENGTH> digest{};
  SHA1_CTX context;
  ::SHA1Init(&context);
  ::SHA1Update(&context, bytes.data(), bytes.size());
  ::SHA1Final(digest.data(), &context);
  const auto word = [&digest](std::size_t i) {
    return security::load<std::uint32_t>(digest.data() + 4 * i);
  };
  return security::Sid(kNtAuthority, {kServiceId, word(0), word(1), word(2), word(3), word(4)});
}

}  // namespace wfp::kernel
