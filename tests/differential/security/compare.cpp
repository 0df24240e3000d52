#include "compare.h"

#include <cctype>

#include "explain.h"
#include "security/access_check.h"
#include "security/sddl.h"
#include "security/well_known.h"

namespace wfp::test {
namespace {

using namespace security;

const Sid kDomain(5, {21, 1, 2, 3});
const SidContext kContext = SidContext::all(kDomain);

Finding finding(std::string reason, std::string detail) {
  return {std::move(reason), std::move(detail)};
}

std::string print(const SecurityDescriptor& descriptor) {
  const auto text = format_sddl(descriptor, kContext);
  return text ? *text : "(" + text.error().what + ")";
}

// Samba's reading of a text as one of ours; empty if it refuses.
std::optional<SecurityDescriptor> samba_reads(const Samba& samba, const std::string& sddl) {
  void* theirs = samba.parse(sddl.c_str());
  if (theirs == nullptr) return std::nullopt;
  const Bytes bytes = samba.to_bytes(theirs);
  samba.free(theirs);
  auto read = SecurityDescriptor::from_bytes(bytes);
  if (!read) return SecurityDescriptor{};
  return *std::move(read);
}

// Samba 4.22 reads through a null pointer when a condition names a domain-relative alias: such text
// stays here.
bool would_crash_the_peer(const std::string& sddl) {
  for (std::size_t at = sddl.find('('); at != std::string::npos; at = sddl.find('(', at + 1)) {
    std::size_t alias = at + 1;
    while (alias < sddl.size() && std::isspace(static_cast<unsigned char>(sddl[alias]))) ++alias;
    const auto* row = find_alias(std::string_view(sddl).substr(alias, 2));
    if (row != nullptr && row->base != SidBase::absolute) return true;
  }
  return false;
}

}  // namespace

Finding compare_text(const Samba& samba, const std::string& sddl) {
  if (sddl.find('\0') != std::string::npos || would_crash_the_peer(sddl)) return {};
  const auto ours = read_sddl(sddl, kContext);
  const auto theirs = samba_reads(samba, sddl);
  if (!ours && !theirs) return {};
  if (!ours)
    return finding(
        explain_strictness(sddl, ours.error().to_string()),
        sddl + "\n  refused: " + ours.error().to_string() + "\n  theirs: " + print(*theirs));
  if (!theirs) {
    const std::string canonical = print(*ours);
    const auto of_canonical = samba_reads(samba, canonical);
    const bool accepted = of_canonical && (same(*of_canonical, *ours) ||
                                           explain_reading(*ours, *of_canonical) != "?");
    return finding(explain_leniency(*ours, canonical, accepted),
                   sddl + "\n  ours: " + canonical + "\n  theirs: refused");
  }
  if (same(*ours, *theirs)) return {};
  return finding(explain_reading(*ours, *theirs),
                 sddl + "\n  ours:   " + print(*ours) + "\n  theirs: " + print(*theirs));
}

// What the engine writes, Samba must read as the same.
Finding compare_print(const Samba& samba, const std::string& sddl) {
  const auto ours = read_sddl(sddl, kContext);
  if (!ours) return {};
  const auto text = format_sddl(*ours, kContext);
  if (!text) return finding("?", sddl + "\n  cannot be written: " + text.error().what);
  const auto again = read_sddl(*text, kContext);
  if (!again || !same(*again, *ours))
    return finding("?", sddl + "\n  does not come back from " + *text);
  return compare_text(samba, *text);
}

Finding compare_bytes(const Samba& samba, const std::vector<std::uint8_t>& bytes) {
  const auto ours = SecurityDescriptor::from_bytes(bytes);
  void* theirs = samba.parse_bytes(bytes);
  std::optional<SecurityDescriptor> read;  // stays empty if Samba cannot write what it read
  if (theirs != nullptr) {
    const Bytes written = samba.to_bytes(theirs);
    samba.free(theirs);
    if (auto back = SecurityDescriptor::from_bytes(written)) read = *std::move(back);
  }
  if (ours && read && same(*ours, *read)) return {};
  if (!ours && theirs == nullptr) return {};
  std::string detail;
  for (const std::uint8_t byte : bytes)
    detail += "0123456789abcdef"[byte >> 4], detail += "0123456789abcdef"[byte & 15];
  detail += "\n  ours: " + (ours ? print(*ours) : ours.error().what) +
            "\n  theirs: " + (read ? print(*read) : "refused");
  return finding(explain_bytes(bytes, ours ? &*ours : nullptr,
                               theirs == nullptr ? nullptr
                               : read            ? &*read
                                                 : nullptr,
                               ours ? "" : ours.error().what),
                 detail);
}

Finding compare_check(const Samba& samba, Generator& generator) {
  const std::string sddl = generator.checked_descriptor(true);
  const auto descriptor = parse_sddl(sddl, kContext);
  if (!descriptor) return finding("?", sddl + "\n  refused: " + descriptor.error().what);
  TokenData data;
  std::vector<std::string> sids;
  for (const std::string& text : generator.token()) {
    const Sid sid = Sid::parse(text, kContext).value();
    sids.push_back(to_string(sid));
    data.groups.push_back({sid});
  }
  data.user = data.groups[0].sid;
  const Token token = Token::create(data).value();
  const bool maximum = generator.one_in(3);
  AccessMask desired = static_cast<AccessMask>(1 + generator.below(15));
  if (generator.one_in(3)) desired |= static_cast<AccessMask>(generator.below(16) << 16);
  if (maximum) desired = Right::maximum_allowed;
  const auto ours = check_access(CompiledDescriptor(*descriptor), token, {.desired = desired});
  void* their_descriptor = samba.parse(sddl.c_str());
  void* their_token = samba.make_token(sids);
  AccessMask granted = 0;
  const bool allowed = samba.check(their_descriptor, their_token, desired, granted);
  samba.free(their_descriptor);
  samba.free(their_token);
  if (ours.allowed() == allowed && (!allowed || ours.granted == granted)) return {};
  if (maximum && !ours.allowed() && allowed && granted == 0)
    return finding("maximum allowed of nothing is a denial", "");
  std::string who;
  for (const std::string& sid : sids) who += sid + " ";
  char numbers[96];
  std::snprintf(numbers, sizeof numbers, "desired %x, ours %d %x, theirs %d %x", desired,
                ours.allowed(), ours.granted, allowed, granted);
  return finding("?", sddl + "\n  token " + who + "\n  " + numbers);
}

}  // namespace wfp::test
