#include "cli/match_descriptor.h"

#include <fmt/format.h>

#include <cstdint>
#include <cstring>
#include <unordered_map>

#include "cli/acl.h"
#include "cli/local_memory.h"
#include "openwfp_security.h"
#include "sddl.h"

namespace wfp::cli {
namespace {

// SDDL's letters for the right FWP_ACTRL_MATCH_FILTER, LocalService and Everyone.
constexpr std::string_view kFrame = "O:LSG:LSD:";
constexpr std::string_view kAllow = "(A;;CC;;;{})";
constexpr std::string_view kDeny = "(D;;CC;;;{})";
constexpr std::size_t kSidHeader = 8;
constexpr std::size_t kRemembered = 4096;

using Texts = std::unordered_map<std::string, std::string>;

const std::string& remember(Texts& texts, const std::string& key, std::string value) {
  if (texts.size() >= kRemembered) texts.clear();
  return texts.insert_or_assign(key, std::move(value)).first->second;
}

std::string read_sddl(const std::string& text) {
  PSECURITY_DESCRIPTOR raw = nullptr;
  if (text.find('\0') != std::string::npos) return {};
  if (OpenWfpParseSddl0(text.c_str(), &raw, nullptr, nullptr) != 0) return {};
  const LocalOwned<void> memory(raw);
  return {static_cast<const char*>(raw), GetSecurityDescriptorLength(raw)};
}

// Windows' functions take a descriptor without its size and follow the offsets and lengths that
// stand in it: they must stay within these bytes.
bool is_whole(const std::string& bytes) {
  SECURITY_DESCRIPTOR_RELATIVE header;
  if (bytes.size() < sizeof header) return false;
  std::memcpy(&header, bytes.data(), sizeof header);
  if ((header.Control & SE_SELF_RELATIVE) == 0) return false;
  const auto holds = [&](std::size_t at, std::size_t size) {
    return at <= bytes.size() && size <= bytes.size() - at;
  };
  const auto byte_at = [&](std::size_t at) { return static_cast<std::uint8_t>(bytes[at]); };
  for (const DWORD at : {header.Owner, header.Group}) {
    if (at == 0) continue;
    if (!holds(at, kSidHeader) || !holds(at, kSidHeader + 4 * std::size_t{byte_at(at + 1)}))
      return false;
  }
  for (const DWORD at : {header.Sacl, header.Dacl}) {
    if (at == 0) continue;
    ACL acl;
    if (!holds(at, sizeof acl)) return false;
    std::memcpy(&acl, bytes.data() + at, sizeof acl);
    if (!holds(at, acl.AclSize)) return false;
  }
  return true;
}

std::string write_sddl(const std::string& bytes) {
  std::string copy = bytes;
  if (!is_whole(copy) || IsValidSecurityDescriptor(copy.data()) == FALSE) return {};
  return Descriptor::from(copy.data()).sddl();
}

}  // namespace

std::string match_descriptor(std::span<const Sid> sids) {
  std::string sddl(kFrame);
  for (const Sid& sid : sids) sddl += fmt::format(fmt::runtime(kAllow), sid.text());
  return descriptor_from_sddl(sddl);
}

std::string match_descriptor_without(std::span<const Sid> sids) {
  std::string sddl(kFrame);
  for (const Sid& sid : sids) sddl += fmt::format(fmt::runtime(kDeny), sid.text());
  sddl += fmt::format(fmt::runtime(kAllow), Sid::everyone().text());
  return descriptor_from_sddl(sddl);
}

std::optional<Sid> only_match(const std::string& descriptor) {
  if (descriptor_to_sddl(descriptor).empty()) return std::nullopt;
  std::string copy = descriptor;
  const Descriptor parts = Descriptor::from(copy.data());
  if (parts.dacl.list.aces.size() != 1) return std::nullopt;
  const auto sid = parts.dacl.list.aces.front().sid();
  if (!sid || match_descriptor({&*sid, 1}) != descriptor) return std::nullopt;
  return sid;
}

std::string descriptor_from_sddl(const std::string& sddl) {
  static Texts known;
  const auto found = known.find(sddl);
  return found != known.end() ? found->second : remember(known, sddl, read_sddl(sddl));
}

std::string descriptor_to_sddl(const std::string& bytes) {
  static Texts known;
  const auto found = known.find(bytes);
  return found != known.end() ? found->second : remember(known, bytes, write_sddl(bytes));
}

std::string canonical_descriptor(const std::string& bytes) {
  const std::string sddl = descriptor_to_sddl(bytes);
  const std::string again = sddl.empty() ? std::string() : descriptor_from_sddl(sddl);
  return again.empty() ? bytes : again;
}

}  // namespace wfp::cli
