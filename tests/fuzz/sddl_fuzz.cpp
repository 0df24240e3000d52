// SDDL: whatever is read can be written, and what was written reads as the same.
#include <cstdlib>
#include <string_view>

#include "security/access_check.h"
#include "security/sddl.h"

using namespace wfp::security;

namespace {

const Sid kDomain(5, {21, 1, 2, 3});
const SidContext kContext = SidContext::all(kDomain);

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto sid = Sid::parse(text, kContext)) require(Sid::parse(to_string(*sid)) == *sid);
  const auto read = read_sddl(text, kContext);
  if (!read) {
    require(read.error().position <= size && !read.error().expected.empty());
    return 0;
  }
  const Bytes bytes = read->to_bytes();
  const auto back = SecurityDescriptor::from_bytes(bytes);
  require(back && *back == *read);
  const auto written = format_sddl(*read, kContext);
  require(written.has_value());
  const auto again = read_sddl(*written, kContext);
  require(again.has_value());
  require(*format_sddl(*again, kContext) == *written);
  static const auto token = Token::create({.user = Sid(5, {18}), .groups = {{Sid(1, {0})}}});
  (void)check_access(CompiledDescriptor(*read), *token, {.desired = Right::maximum_allowed});
  return 0;
}
