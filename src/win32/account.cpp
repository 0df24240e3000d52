#include "win32/account.h"

#include <algorithm>

#include "security/well_known.h"
#include "win32/service_sid.h"
#include "win32/unix_account.h"
#include "win32/unix_sid.h"

namespace wfp::win32 {
namespace {

constexpr std::string_view kServiceDomain = "NT SERVICE";
constexpr std::string_view kUserDomain = "Unix User";
constexpr std::string_view kGroupDomain = "Unix Group";

struct QualifiedName {
  std::string_view domain;
  std::string_view name;
};

QualifiedName split(std::string_view account) {
  const auto separator = account.find('\\');
  if (separator == std::string_view::npos) return {{}, account};
  return {account.substr(0, separator), account.substr(separator + 1)};
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

SID_NAME_USE use_of(security::SidView sid) {
  if (sid.authority() == 16) return SidTypeLabel;
  const bool builtin =
      sid.authority() == 5 && sid.sub_authority_count() > 0 && sid.sub_authority(0) == 32;
  if (!builtin) return SidTypeWellKnownGroup;
  return sid.sub_authority_count() == 1 ? SidTypeDomain : SidTypeAlias;
}

Account well_known_account(const security::WellKnownSidInfo& info) {
  const SID_NAME_USE use = use_of(info.sid);
  const auto [domain, name] = split(info.account);
  // A domain's own name is its domain too.
  return {info.sid, std::string(use == SidTypeDomain ? name : domain), std::string(name), use};
}

const security::WellKnownSidInfo* find_well_known_name(QualifiedName wanted) {
  for (const auto& info : security::well_known_sids()) {
    if (info.base != security::SidBase::absolute || info.account.empty()) continue;
    const auto [domain, name] = split(info.account);
    const bool same_domain = wanted.domain.empty() || equal_ignoring_case(wanted.domain, domain);
    if (same_domain && equal_ignoring_case(wanted.name, name)) return &info;
  }
  return nullptr;
}

Account unix_account(UnixKind kind, std::uint32_t id, std::string name) {
  if (kind == UnixKind::user)
    return {unix_user_sid(id), std::string(kUserDomain), std::move(name), SidTypeUser};
  return {unix_group_sid(id), std::string(kGroupDomain), std::move(name), SidTypeGroup};
}

Result<Account> find_unix(UnixKind kind, const std::string& name) {
  WFP_TRY(const std::uint32_t id, find_unix_id(kind, name));
  return unix_account(kind, id, name);
}

// The domains that stand for this machine's users and groups alike.
bool is_this_machine(std::string_view domain) {
  return domain.empty() || domain == "." || equal_ignoring_case(domain, host_name());
}

}  // namespace

Result<Account> account_of(security::SidView sid) {
  if (const auto* info = security::find_well_known(sid);
      info != nullptr && !info->account.empty()) {
    return well_known_account(*info);
  }
  for (const UnixKind kind : {UnixKind::user, UnixKind::group}) {
    if (const auto id = unix_id(sid, kind)) {
      WFP_TRY(auto name, unix_name(kind, *id));
      return unix_account(kind, *id, std::move(name));
    }
  }
  return fail(Status::none_mapped);
}

Result<Account> find_account(std::string_view text) {
  const QualifiedName wanted = split(text);
  if (wanted.name.empty()) return fail(Status::none_mapped);
  if (const auto* info = find_well_known_name(wanted)) return well_known_account(*info);
  const std::string name(wanted.name);
  if (equal_ignoring_case(wanted.domain, kServiceDomain)) {
    return Account{service_sid(name), std::string(kServiceDomain), name, SidTypeWellKnownGroup};
  }
  if (equal_ignoring_case(wanted.domain, kUserDomain)) return find_unix(UnixKind::user, name);
  if (equal_ignoring_case(wanted.domain, kGroupDomain)) return find_unix(UnixKind::group, name);
  if (!is_this_machine(wanted.domain)) return fail(Status::none_mapped);
  auto user = find_unix(UnixKind::user, name);
  if (user || user.error().status != Status::none_mapped) return user;
  return find_unix(UnixKind::group, name);
}

}  // namespace wfp::win32
