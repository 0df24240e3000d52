#include "cases.h"

#include "security/access_check.h"
#include "security/sddl.h"

namespace wfp::bench {
namespace {

using namespace security;
using test::Samba;

const std::string kDomain = "S-1-5-21-1004336348-1177238915-682003330";

std::string hex(std::uint32_t value) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%x", value);
  return text;
}

std::string three_aces() {
  return "O:BAG:SYD:P(A;;FA;;;SY)(A;OICI;FA;;;BA)(A;;0x1200a9;;;" + kDomain + "-1001)";
}

std::string fifty_aces() {
  std::string text = "O:BAG:SYD:P";
  for (std::uint32_t i = 0; i < 50; ++i) {
    text += std::string(i < 10 ? "(D;" : "(A;") + (i % 3 ? ";" : "OICI;") +
            hex(0x1200a9 + (i << 20 & 0x0f000000)) + ";;;" + kDomain + "-" +
            std::to_string(1000 + i) + ")";
  }
  return text;
}

// Only the last ACE names a SID of the token.
std::string dacl_of(int aces, const std::string& last) {
  std::string text = "O:SYG:SYD:";
  for (int i = 0; i + 1 < aces; ++i)
    text += "(A;;0x1;;;" + kDomain + "-" + std::to_string(500000 + i) + ")";
  return text + "(A;;0x1;;;" + last + ")";
}

std::vector<std::string> token_of(int sids) {
  std::vector<std::string> out;
  for (int i = 0; i < sids; ++i) out.push_back(kDomain + "-" + std::to_string(2000 + i));
  return out;
}

Token our_token(const std::vector<std::string>& sids) {
  TokenData data{.user = Sid::parse(sids[0]).value()};
  for (std::size_t i = 1; i < sids.size(); ++i)
    data.groups.push_back({Sid::parse(sids[i]).value()});
  return Token::create(std::move(data)).value();
}

template <class T>
void keep(T&& value) {
  asm volatile("" : : "r"(&value) : "memory");
}

Case parse_case(const Samba& samba, const std::string& name, const std::string& sddl) {
  return {name, [sddl] { keep(read_sddl(sddl)); },
          [&samba, sddl] { samba.free(samba.parse(sddl.c_str())); }, read_sddl(sddl).has_value()};
}

Case print_case(const Samba& samba, const std::string& name, const std::string& sddl) {
  const auto descriptor = std::make_shared<SecurityDescriptor>(parse_sddl(sddl).value());
  void* theirs = samba.parse(sddl.c_str());
  char* text = samba.print(theirs);
  const auto back =
      read_sddl(text);  // the texts differ (FA is 0x001f01ff there), what they say must not
  const bool same = back && *back == *descriptor;
  samba.free(text);
  return {name, [descriptor] { keep(format_sddl(*descriptor)); },
          [&samba, theirs] { samba.free(samba.print(theirs)); }, same};
}

Case bytes_case(const Samba& samba, const std::string& name, const std::string& sddl) {
  const auto bytes = std::make_shared<Bytes>(parse_sddl(sddl).value().to_bytes());
  void* theirs = samba.parse_bytes(*bytes);
  const bool good = theirs != nullptr && DescriptorView::from_bytes(*bytes);
  if (theirs != nullptr) samba.free(theirs);
  return {name, [bytes] { keep(DescriptorView::from_bytes(*bytes)); },
          [&samba, bytes] { samba.free(samba.parse_bytes(*bytes)); }, good};
}

Case check_case(const Samba& samba, const std::string& name, const std::vector<std::string>& sids,
                const std::string& sddl) {
  const auto descriptor = std::make_shared<CompiledDescriptor>(parse_sddl(sddl).value());
  const auto token = std::make_shared<Token>(our_token(sids));
  void* their_descriptor = samba.parse(sddl.c_str());
  void* their_token = samba.make_token(sids);
  const auto ours = [descriptor, token] { return is_allowed(*descriptor, *token, 1, {}); };
  const bool same = their_descriptor && ours() && samba.check(their_descriptor, their_token, 1);
  return {name, [ours] { keep(ours()); },
          [&samba, their_descriptor, their_token] {
            keep(samba.check(their_descriptor, their_token, 1));
          },
          same};
}

}  // namespace

std::vector<Case> cases(const Samba& samba, bool conditional) {
  if (conditional) {
    return {check_case(samba, "check_conditional",
                       {kDomain + "-2000", "S-1-1-0", "S-1-5-11", "S-1-5-32-545", "S-1-5-32-544"},
                       "O:SYG:SYD:(XA;;0x1;;;WD;(Member_of {SID(BA), SID(BU)}))")};
  }
  return {
      parse_case(samba, "sddl_parse_3", three_aces()),
      parse_case(samba, "sddl_parse_50", fifty_aces()),
      print_case(samba, "sddl_print_50", fifty_aces()),
      bytes_case(samba, "binary_parse_3", three_aces()),
      bytes_case(samba, "binary_parse_50", fifty_aces()),
      check_case(samba, "check_5x3", token_of(5), dacl_of(3, token_of(5).back())),
      check_case(samba, "check_100x200", token_of(100), dacl_of(200, token_of(100).back())),
  };
}

}  // namespace wfp::bench
