#include "win32/service_sid.h"

#include <sha1.h>

#include <array>

#include "base/utf.h"
#include "security/bytes.h"
#include "security/upcase.h"

namespace wfp::win32 {

security::Sid service_sid(std::string_view name_utf8) {
  const std::u16string name = security::upcase(to_utf16(name_utf8));
  SHA1_CTX context;
  SHA1Init(&context);
  SHA1Update(&context, reinterpret_cast<const std::uint8_t*>(name.data()),
             name.size() * sizeof name[0]);
  std::array<std::uint8_t, SHA1_DIGEST_LENGTH> digest{};
  SHA1Final(digest.data(), &context);
  const auto part = [&](std::size_t i) {
    return security::load<std::uint32_t>(digest.data() + 4 * i);
  };
  return security::Sid(5, {80, part(0), part(1), part(2), part(3), part(4)});
}

}  // namespace wfp::win32
