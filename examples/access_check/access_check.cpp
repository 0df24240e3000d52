// access_check SDDL RIGHTS USER [GROUP...]: may the user do it, and which rule says so?
//
//   access_check 'O:SYG:SYD:(D;;0x2;;;BU)(A;;0x3;;;WD)' 0x2 S-1-22-1-1000 WD BU
//
// Everything an access check needs, with the security engine alone.
#include <cstdio>
#include <cstdlib>

#include "security/explain.h"
#include "security/sddl.h"

using namespace wfp::security;

namespace {

int complain(const std::string& what) {
  std::fprintf(stderr, "access_check: %s\n", what.c_str());
  return 2;
}

// A mistake in the SDDL, with a caret under the character.
int complain(const char* sddl, const SddlError& error) {
  std::fprintf(stderr, "%s\n%*s^ expected %s\n", sddl, static_cast<int>(error.position), "",
               error.expected.c_str());
  return 2;
}

wfp::Result<Token> make_token(char** sids, int count) {
  TokenData data;
  WFP_TRY(data.user, Sid::parse(sids[0]));
  for (int i = 1; i < count; ++i) {
    WFP_TRY(const Sid group, Sid::parse(sids[i]));
    data.groups.push_back({group});
  }
  return Token::create(std::move(data));
}

void print(const Explanation& answer, const SecurityDescriptor& descriptor) {
  std::printf("%s: granted 0x%x, decided by %s\n", answer.result.allowed() ? "allowed" : "denied",
              answer.result.granted, std::string(to_string(answer.decided_by)).c_str());
  if (!answer.deciding_ace) return;
  std::size_t index = 0;
  for (const AceView ace : descriptor.dacl.acl()->aces()) {
    if (index++ == *answer.deciding_ace)
      std::printf("rule %zu: %s\n", index, format_ace(ace).value_or("?").c_str());
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) return complain("usage: access_check SDDL RIGHTS USER [GROUP...]");
  const auto descriptor = read_sddl(arguments[1]);
  if (!descriptor) return complain(arguments[1], descriptor.error());
  const auto token = make_token(arguments + 3, count - 3);
  if (!token) return complain(token.error().what);

  constexpr GenericMapping kFile{Right::file_read, Right::file_write, Right::file_execute,
                                 Right::file_all};
  const auto desired = static_cast<AccessMask>(std::strtoul(arguments[2], nullptr, 0));
  const CompiledDescriptor compiled(*descriptor);
  const Explanation answer =
      explain_access(compiled, *token, {.desired = desired, .mapping = kFile});
  print(answer, *descriptor);
  return answer.result.allowed() ? 0 : 1;
}
