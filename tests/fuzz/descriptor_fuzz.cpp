// Self-relative bytes: what is valid is read, written, printed and checked without a slip; what is
// not leaves nothing.
#include <cstdlib>

#include "security/access_check.h"
#include "security/explain.h"
#include "security/private_object.h"
#include "security/sddl.h"

using namespace wfp::security;

namespace {

constexpr GenericMapping kMapping{0x120089, 0x120116, 0x1200a0, 0x1f01ff};

void require(bool holds) {
  if (!holds) std::abort();
}

const Token& token() {
  static const Token made = [] {
    TokenData data{.user = Sid(5, {18}),
                   .groups = {{Sid(1, {0})}, {Sid(5, {32, 544}), GroupState::deny_only}}};
    data.restricted = {Sid(5, {12})};
    data.write_restricted = true;
    data.user_claims = {string_claim("a", "x"), integer_claim("b", 7)};
    return Token::create(std::move(data)).value();
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = SecurityDescriptor::from_bytes({data, size});
  if (!read) return 0;
  const auto back = SecurityDescriptor::from_bytes(read->to_bytes());
  require(back && *back == *read);
  if (const auto text = format_sddl(*read)) {
    if (const auto again = parse_sddl(*text)) require(format_sddl(*again).has_value());
  }
  const CompiledDescriptor compiled(*read);
  for (const AccessMask desired :
       {AccessMask{Right::maximum_allowed}, AccessMask{Right::read_control | 1}}) {
    const AccessRequest request{.desired = desired, .mapping = kMapping};
    const AccessResult result = check_access(compiled, token(), request);
    require(result.allowed() ? result.granted != 0 : result.granted == 0);
    require(explain_access(compiled, token(), request).result == result);
  }
  const NewObject object{.is_container = true, .mapping = kMapping, .owner = Sid(5, {18})};
  if (const auto child = create_private_object(&*read, nullptr, object)) {
    require(SecurityDescriptor::from_bytes(child->to_bytes()).has_value());
  }
  (void)set_security(
      *read, *read,
      {.information = SecurityInformation::dacl, .is_container = true, .mapping = kMapping});
  return 0;
}
