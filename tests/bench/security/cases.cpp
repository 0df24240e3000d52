#include "cases.h"

#include <algorithm>
#include <memory>

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

// Samba 4.17 reads FA without the standard rights.
bool same_ace(AceView ours, AceView theirs) {
  constexpr AccessMask kFileAllOf417 = 0x1ff;
  Ace a = ours.to_ace(), b = theirs.to_ace();
  if (a.mask == Right::file_all && b.mask == kFileAllOf417) b.mask = a.mask;
  return a == b;
}

// What both made of one descriptor: the same owner, group, control and ACEs. Revisions of ACLs are
// left aside.
bool same_fields(const SecurityDescriptor& ours, const Samba& samba,
                 const Samba::Descriptor& theirs) {
  if (!theirs) return false;
  const auto read = SecurityDescriptor::from_bytes(samba.push(theirs));
  return read && read->owner == ours.owner && read->group == ours.group &&
         read->control == ours.control &&
         read->dacl.acl()->ace_count() == ours.dacl.acl()->ace_count() &&
         std::equal(ours.dacl.acl()->aces().begin(), ours.dacl.acl()->aces().end(),
                    read->dacl.acl()->aces().begin(), same_ace);
}

Case parse_case(const Samba& samba, const std::string& name, const std::string& sddl) {
  const auto ours = read_sddl(sddl);
  return {name, [sddl] { keep(read_sddl(sddl)); },
          [&samba, sddl] { keep(samba.parse(sddl.c_str())); },
          ours && same_fields(*ours, samba, samba.parse(sddl.c_str()))};
}

Case print_case(const Samba& samba, const std::string& name, const std::string& sddl) {
  const auto descriptor = std::make_shared<SecurityDescriptor>(parse_sddl(sddl).value());
  const auto theirs = std::make_shared<Samba::Descriptor>(samba.parse(sddl.c_str()));
  // The texts differ (FA is 0x001f01ff there); what they say must not.
  const auto back = read_sddl(samba.print(*theirs).get());
  const auto ours_back = read_sddl(format_sddl(*descriptor).value_or("?"));
  return {
      name, [descriptor] { keep(format_sddl(*descriptor)); },
      [&samba, theirs] { keep(samba.print(*theirs)); },
      back && same_fields(*descriptor, samba, *theirs) && ours_back && *ours_back == *descriptor};
}

Case bytes_case(const Samba& samba, const std::string& name, const std::string& sddl) {
  const auto bytes = std::make_shared<Bytes>(parse_sddl(sddl).value().to_bytes());
  const auto ours = SecurityDescriptor::from_bytes(*bytes);
  return {name, [bytes] { keep(DescriptorView::from_bytes(*bytes)); },
          [&samba, bytes] { keep(samba.pull(*bytes)); },
          ours && same_fields(*ours, samba, samba.pull(*bytes))};
}

std::vector<Sid> sids_of(const std::vector<std::string>& texts) {
  std::vector<Sid> sids;
  for (const auto& text : texts) sids.push_back(Sid::parse(text).value());
  return sids;
}

// Granted by the last ACE; and denied to who lacks the last SID, which is looked at but not
// measured.
Case check_case(const Samba& samba, const std::string& name, const std::vector<std::string>& sids,
                const std::string& sddl) {
  const auto descriptor = std::make_shared<CompiledDescriptor>(parse_sddl(sddl).value());
  const auto token = std::make_shared<Token>(our_token(sids));
  const auto their_descriptor = std::make_shared<Samba::Descriptor>(samba.parse(sddl.c_str()));
  const auto their_token = std::make_shared<Samba::Token>(samba.token(sids_of(sids)));
  const auto ours = [descriptor, token] { return is_allowed(*descriptor, *token, 1, {}); };
  const auto theirs = [&samba, their_descriptor, their_token] {
    std::uint32_t granted = 0;
    return samba.check(*their_descriptor, *their_token, 1, granted);
  };
  const std::vector<std::string> stranger{kDomain + "-4000000"};
  std::uint32_t granted = 0;
  const bool good = *their_descriptor && ours() && theirs() &&
                    !is_allowed(*descriptor, our_token(stranger), 1, {}) &&
                    !samba.check(*their_descriptor, samba.token(sids_of(stranger)), 1, granted);
  return {name, [ours] { keep(ours()); }, [theirs] { keep(theirs()); }, good};
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
