#include "cli/token_text.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>

#include "cli/text.h"
#include "windows.h"

namespace wfp::cli {
namespace {

constexpr std::uint32_t kEnabled =
    SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED;

struct Suffix {
  std::string_view text;
  std::uint32_t attributes;
};
constexpr std::array<Suffix, 2> kSuffixes = {
    {{":deny-only", SE_GROUP_USE_FOR_DENY_ONLY}, {":disabled", 0}}};

std::optional<LUID_AND_ATTRIBUTES> find_privilege(const std::string& name) {
  LUID_AND_ATTRIBUTES privilege{};
  if (LookupPrivilegeValueA(nullptr, name.c_str(), &privilege.Luid) == FALSE) return std::nullopt;
  privilege.Attributes = SE_PRIVILEGE_ENABLED;
  return privilege;
}

// The token of a user as the engine would make it, without capabilities.
TokenText token_of_user(std::uint32_t uid) {
  TokenText token(Sid::of_user(uid));
  for (const std::uint32_t gid : groups_of(uid)) token.add_group(Sid::of_group(gid), kEnabled);
  token.add_group(Sid::everyone(), kEnabled);
  token.add_group(Sid::authenticated_users(), kEnabled);
  if (uid == 0) {
    for (const char* sid : {"S-1-5-18", "S-1-5-32-544"})
      token.add_group(*Sid::from_text(sid), kEnabled);
  }
  return token;
}

Outcome<void> add_part(TokenText& token, std::string_view part) {
  if (part.starts_with("Se") && part.ends_with("Privilege")) {
    const auto privilege = find_privilege(std::string(part));
    if (!privilege)
      return fail(ExitCode::usage, fmt::format("there is no privilege '{}'", escaped(part)));
    token.add_privilege(*privilege);
    return {};
  }
  std::uint32_t attributes = kEnabled;
  for (const Suffix& suffix : kSuffixes) {
    if (!part.ends_with(suffix.text)) continue;
    part.remove_suffix(suffix.text.size());
    attributes = suffix.attributes;
  }
  WFP_CLI_TRY(Sid sid, resolve(parse_trustee(part)));
  token.add_group(std::move(sid), attributes);
  return {};
}

}  // namespace

void TokenText::add_group(Sid sid, std::uint32_t attributes) {
  sids_.push_back(std::make_unique<const Sid>(std::move(sid)));
  SID_AND_ATTRIBUTES group{};
  group.Sid = const_cast<SID*>(sids_.back()->get());
  group.Attributes = attributes;
  groups_.push_back(group);
}

OPENWFP_PRINCIPAL0 TokenText::principal() const {
  OPENWFP_PRINCIPAL0 principal{};
  principal.user = user_.get();
  principal.groups = groups_.data();
  principal.numGroups = static_cast<UINT32>(groups_.size());
  principal.privileges = privileges_.data();
  principal.numPrivileges = static_cast<UINT32>(privileges_.size());
  return principal;
}

Outcome<TokenText> parse_token(std::string_view text) {
  const std::size_t comma = text.find(',');
  const std::string_view first = text.substr(0, comma);
  WFP_CLI_TRY(Sid user, resolve(parse_trustee(first)));
  const bool by_name = comma == std::string_view::npos && !first.starts_with("S-");
  if (const auto uid = user.uid(); by_name && uid) return token_of_user(*uid);
  TokenText token(std::move(user));
  while (text.find(',') != std::string_view::npos) {
    text.remove_prefix(text.find(',') + 1);
    WFP_CLI_CHECK(add_part(token, text.substr(0, text.find(','))));
  }
  return token;
}

}  // namespace wfp::cli
