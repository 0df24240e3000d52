// Conditions, as bytes (first byte 0) and as text: compiled, evaluated, written and read again.
#include <cstdlib>
#include <string_view>

#include "security/condition.h"
#include "security/resource_attribute.h"
#include "security/token.h"

using namespace wfp::security;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

const Token& token() {
  static const Token made = [] {
    TokenData data{.user = Sid(5, {18}), .groups = {{Sid(1, {0})}}};
    data.user_claims = {string_claim("a", "x"), integer_claim("b", 7),
                        sid_claim("s", Sid(5, {18}))};
    data.user_claims.push_back(
        {u"set", ClaimType::string, 0, {std::u16string(u"one"), std::u16string(u"two")}});
    data.device_claims = {{u"flag", ClaimType::boolean, 0, {true}}};
    data.local_claims = {{u"o", ClaimType::octets, 0, {Bytes{1, 2}}}};
    return Token::create(std::move(data)).value();
  }();
  return made;
}

void use(ByteView bytes) {
  const Condition condition = Condition::compile(bytes);
  const Truth truth = condition.evaluate(token().condition_context());
  require(condition.well_formed() || truth == Truth::unknown);
  const auto text = format_condition(bytes);
  if (!text) return;
  const auto again = parse_condition(*text);
  if (again) require(format_condition(*again) == *text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  if (data[0] == 0) {
    use({data + 1, size - 1});
    (void)parse_resource_attribute({data + 1, size - 1});
    return 0;
  }
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto bytes = parse_condition(text)) {
    require(format_condition(*bytes).has_value());
    use(*bytes);
  }
  SddlCursor in(text);
  Claim claim;
  if (read_resource_attribute(in, {}, claim)) {
    const auto back = parse_resource_attribute(resource_attribute_bytes(claim));
    require(back && *back == claim);
  }
  return 0;
}
