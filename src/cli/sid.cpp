#include "cli/sid.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>

#include <algorithm>
#include <charconv>

#include "cli/text.h"
#include "sddl.h"
#include "windows.h"

namespace wfp::cli {
namespace {

constexpr std::string_view kUserPrefix = "S-1-22-1-";
constexpr std::string_view kGroupPrefix = "S-1-22-2-";

std::optional<std::uint32_t> number(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::uint32_t> number_after(const std::string& text, std::string_view prefix) {
  return text.starts_with(prefix) ? number(std::string_view(text).substr(prefix.size()))
                                  : std::nullopt;
}

std::optional<std::uint32_t> find_group(const std::string& name) {
  if (const group* found = getgrnam(name.c_str())) return found->gr_gid;
  return number(name);
}

std::optional<Sid> find_account(const std::string& name) {
  alignas(SID) std::uint8_t sid[SECURITY_MAX_SID_SIZE];
  char domain[256];
  DWORD sid_size = sizeof sid, domain_size = sizeof domain;
  SID_NAME_USE use{};
  if (LookupAccountNameA(nullptr, name.c_str(), sid, &sid_size, domain, &domain_size, &use) ==
      FALSE)
    return {};
  return Sid(reinterpret_cast<const SID*>(sid));
}

// "DOMAIN\name"; empty if Windows' names do not know it.
std::string account_name(const Sid& sid) {
  char name[256], domain[256];
  DWORD name_size = sizeof name, domain_size = sizeof domain;
  SID_NAME_USE use{};
  if (LookupAccountSidA(nullptr, const_cast<SID*>(sid.get()), name, &name_size, domain,
                        &domain_size, &use) == FALSE) {
    return {};
  }
  return *domain == '\0' ? name : fmt::format("{}\\{}", domain, name);
}

Failure nobody(std::string_view what, std::string_view name, std::string_view hint) {
  return {ExitCode::not_found,
          fmt::format("no {} is called '{}'", what, escaped(name)),
          {std::string(hint)},
          {}};
}

}  // namespace

Sid::Sid(const SID* sid)
    : bytes_(reinterpret_cast<const char*>(sid), GetLengthSid(const_cast<SID*>(sid))) {}

std::optional<Sid> Sid::from_text(std::string_view text) {
  PSID sid = nullptr;
  if (ConvertStringSidToSidA(std::string(text).c_str(), &sid) == FALSE) return std::nullopt;
  Sid copy(static_cast<const SID*>(sid));
  LocalFree(sid);
  return copy;
}

Sid Sid::of_user(std::uint32_t uid) { return *from_text(fmt::format("{}{}", kUserPrefix, uid)); }
Sid Sid::of_group(std::uint32_t gid) { return *from_text(fmt::format("{}{}", kGroupPrefix, gid)); }

const Sid& Sid::everyone() {
  static const Sid sid = *from_text("S-1-1-0");
  return sid;
}

const Sid& Sid::authenticated_users() {
  static const Sid sid = *from_text("S-1-5-11");
  return sid;
}

std::string Sid::text() const {
  char* text = nullptr;
  if (ConvertSidToStringSidA(const_cast<SID*>(get()), &text) == FALSE) return "?";
  std::string copy = text;
  LocalFree(text);
  return copy;
}

std::optional<std::uint32_t> Sid::uid() const { return number_after(text(), kUserPrefix); }
std::optional<std::uint32_t> Sid::gid() const { return number_after(text(), kGroupPrefix); }

std::string name_of_user(std::uint32_t uid) {
  const passwd* found = getpwuid(uid);
  return found != nullptr ? found->pw_name : fmt::format("{}", uid);
}

std::string name_of(const Sid& sid) {
  if (const auto uid = sid.uid()) {
    const passwd* found = getpwuid(*uid);
    return found != nullptr ? escaped(found->pw_name) : fmt::format("u:{}", *uid);
  }
  if (const auto gid = sid.gid()) {
    const group* found = getgrgid(*gid);
    return found != nullptr ? "g:" + escaped(found->gr_name) : fmt::format("g:{}", *gid);
  }
  const std::string name = account_name(sid);
  return name.empty() ? sid.text() : name;
}

std::optional<std::uint32_t> find_user(std::string_view name) {
  if (const passwd* found = getpwnam(std::string(name).c_str())) return found->pw_uid;
  return number(name);
}

Outcome<Sid> resolve(const Trustee& trustee, const std::optional<Sid>& owner) {
  using Kind = Trustee::Kind;
  switch (trustee.kind) {
    case Kind::everyone:
      return Sid::everyone();
    case Kind::owner:
      if (owner) return *owner;
      return fail(ExitCode::usage, "'u::' means the owner, but the owner is not known here");
    case Kind::user:
      if (const auto uid = find_user(trustee.text)) return Sid::of_user(*uid);
      return fail(nobody("user", trustee.text, "see: getent passwd"));
    case Kind::group:
      if (const auto gid = find_group(trustee.text)) return Sid::of_group(*gid);
      return fail(nobody("group", trustee.text, "see: getent group"));
    case Kind::any:
      break;
  }
  if (trustee.text.starts_with("S-") || trustee.text.starts_with("s-")) {
    if (const auto sid = Sid::from_text(trustee.text)) return *sid;
    return fail(ExitCode::usage, fmt::format("'{}' is not a SID", escaped(trustee.text)),
                {"for example S-1-22-1-1000"});
  }
  if (const passwd* user = getpwnam(trustee.text.c_str())) return Sid::of_user(user->pw_uid);
  if (const auto sid = find_account(trustee.text)) return *sid;
  if (const group* group = getgrnam(trustee.text.c_str())) return Sid::of_group(group->gr_gid);
  return fail(nobody("user, group or Windows account", trustee.text,
                     "write u:NAME, g:NAME, 'NT SERVICE\\NAME', Everyone or a SID (S-1-...)"));
}

std::vector<std::uint32_t> groups_of(std::uint32_t uid) {
  const passwd* user = getpwuid(uid);
  if (user == nullptr) return {};
  const std::string name = user->pw_name;
  const gid_t primary = user->pw_gid;
  std::vector<gid_t> groups(64);
  int count = static_cast<int>(groups.size());
  while (getgrouplist(name.c_str(), primary, groups.data(), &count) < 0 &&
         count > static_cast<int>(groups.size())) {
    groups.resize(static_cast<std::size_t>(count));
  }
  groups.resize(static_cast<std::size_t>(std::max(count, 0)));
  std::erase(groups, primary);
  groups.insert(groups.begin(), primary);
  return groups;
}

std::vector<std::string> members_of(std::uint32_t gid) {
  std::vector<std::string> members;
  const group* found = getgrgid(gid);
  for (char** member = found == nullptr ? nullptr : found->gr_mem;
       member != nullptr && *member != nullptr; ++member) {
    members.push_back(escaped(*member));
  }
  return members;
}

}  // namespace wfp::cli
