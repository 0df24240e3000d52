#include "base/utf.h"
#include "kinds.h"
#include "security/privilege.h"

namespace wfp::vectors {
namespace {

using namespace security;

Result<Sid> sid_of(const Json& text) { return Sid::parse(text.get<std::string>()); }

Result<std::vector<TokenGroup>> groups_of(const Json& token, const char* field) {
  std::vector<TokenGroup> groups;
  for (const Json& text : token.value(field, Json::array())) {
    WFP_TRY(const Sid sid, sid_of(text));
    groups.push_back({sid});
  }
  return groups;
}

ClaimType type_of(const std::string& name) {
  if (name == "int64") return ClaimType::int64;
  if (name == "uint64") return ClaimType::uint64;
  if (name == "sid") return ClaimType::sid;
  if (name == "bool") return ClaimType::boolean;
  if (name == "octets") return ClaimType::octets;
  return ClaimType::string;
}

Result<ClaimValue> value_of(ClaimType type, const Json& value) {
  switch (type) {
    case ClaimType::int64:
      return value.get<std::int64_t>();
    case ClaimType::uint64:
      return value.get<std::uint64_t>();
    case ClaimType::boolean:
      return value.is_boolean() ? value.get<bool>() : value.get<int>() != 0;
    case ClaimType::octets:
      return from_hex(value.get<std::string>());
    case ClaimType::string:
      return to_utf16(value.get<std::string>());
    case ClaimType::sid:
      break;
  }
  WFP_TRY(const Sid sid, sid_of(value));
  return sid;
}

// Claims of a directory (1) or a certificate (2); of other sources Windows makes no claims.
Result<std::vector<Claim>> claims_of(const Json& token, const char* field) {
  std::vector<Claim> claims;
  for (const Json& given : token.value(field, Json::array())) {
    const int source = given.value("source", 1);
    if (source != 1 && source != 2) continue;
    Claim claim{to_utf16(given.at("name").get<std::string>()), type_of(given.at("type")),
                given.value("flags", 0u)};
    for (const Json& value : given.at("values")) {
      WFP_TRY(ClaimValue made, value_of(claim.type, value));
      claim.values.push_back(std::move(made));
    }
    claims.push_back(std::move(claim));
  }
  return claims;
}

}  // namespace

Result<Token> access_token(const Json& token) {
  TokenData data;
  WFP_TRY(data.user, sid_of(token.at("user")));
  for (const Json& group : token.value("groups", Json::array())) {
    WFP_TRY(const Sid sid, sid_of(group.at("sid")));
    const std::string state = group.value("attr", "enabled");
    data.groups.push_back({sid, state == "enabled"     ? GroupState::enabled
                                : state == "deny_only" ? GroupState::deny_only
                                                       : GroupState::disabled});
  }
  for (const Json& text : token.value("restricted", Json::array())) {
    WFP_TRY(const Sid sid, sid_of(text));
    data.restricted.push_back(sid);
  }
  data.write_restricted = token.value("write_restricted", false);
  for (const Json& name : token.value("privileges", Json::array())) {
    const auto privilege = find_privilege(name.get<std::string>());
    if (!privilege) return fail(Status::no_such_privilege, name.get<std::string>());
    data.privileges.add(*privilege);
  }
  if (token.contains("integrity")) {
    WFP_TRY(data.integrity, sid_of(token.at("integrity")));
  }
  data.no_write_up = token.value("mandatory_policy", "no_write_up") == "no_write_up";
  return Token::create(std::move(data));
}

Result<Token> claims_token(const Json& token) {
  TokenData data;
  WFP_TRY(data.groups, groups_of(token, "sids"));
  WFP_TRY(data.device_groups, groups_of(token, "device_sids"));
  WFP_TRY(data.user_claims, claims_of(token, "user_claims"));
  WFP_TRY(data.device_claims, claims_of(token, "device_claims"));
  WFP_TRY(data.local_claims, claims_of(token, "local_claims"));
  if (!data.groups.empty()) data.user = data.groups[0].sid;
  return Token::create(std::move(data));
}

}  // namespace wfp::vectors
