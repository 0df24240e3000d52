#include "daemon/wire_token.h"

#include <bit>

#include "daemon/wire_answer.h"
#include "security/generic_mapping.h"

namespace wfp::daemon {
namespace {

using security::GroupState;
using security::PrivilegeSet;
using security::Sid;
using security::Token;
using security::TokenData;
using security::TokenGroup;

// SE_GROUP_ bits of winnt.h.
constexpr std::uint32_t kMandatory = 0x1;
constexpr std::uint32_t kEnabledByDefault = 0x2;
constexpr std::uint32_t kEnabled = 0x4;
constexpr std::uint32_t kOwner = 0x8;
constexpr std::uint32_t kDenyOnly = 0x10;
// SE_PRIVILEGE_ bits.
constexpr std::uint32_t kPrivilegeEnabled = 0x2;
constexpr std::uint32_t kPrivilegeEnabledByDefault = 0x1;

constexpr unsigned kMaxGroups = 65536 + 64;  // Linux' own ceiling, and what Windows adds

Result<Sid> read_sid(capnp::Data::Reader data) {
  auto sid = Sid::from_bytes(bytes_of(data));
  if (!sid) return fail(Status::invalid_sid, sid.error().what);
  return *sid;
}

GroupState state_of(std::uint32_t attributes) {
  if ((attributes & kDenyOnly) != 0) return GroupState::deny_only;
  return (attributes & kEnabled) != 0 ? GroupState::enabled : GroupState::disabled;
}

std::uint32_t attributes_of(const TokenGroup& group) {
  const std::uint32_t owner = group.may_own ? kOwner : 0;
  switch (group.state) {
    case GroupState::enabled:
      return kMandatory | kEnabledByDefault | kEnabled | owner;
    case GroupState::deny_only:
      return kDenyOnly;
    case GroupState::disabled:
      return 0;
  }
  return 0;
}

}  // namespace

Result<Token> read_token(ipc::wire::Token::Reader token) {
  TokenData data;
  WFP_TRY(data.user, read_sid(token.getUser()));
  data.user_deny_only = (token.getUserAttributes() & kDenyOnly) != 0;
  if (token.getGroups().size() > kMaxGroups)
    return fail(Status::invalid_parameter, "a token of too many groups");
  for (const auto group : token.getGroups()) {
    WFP_TRY(const Sid sid, read_sid(group.getSid()));
    data.groups.push_back(
        {sid, state_of(group.getAttributes()), (group.getAttributes() & kOwner) != 0});
  }
  std::uint64_t privileges = 0;
  for (const auto privilege : token.getPrivileges()) {
    if (privilege.getLuid() >= 64) return fail(Status::no_such_privilege);
    if ((privilege.getAttributes() & kPrivilegeEnabled) != 0)
      privileges |= std::uint64_t{1} << privilege.getLuid();
  }
  data.privileges = PrivilegeSet::from_bits(privileges);
  if (token.hasIntegrity() && token.getIntegrity().size() != 0) {
    WFP_TRY(data.integrity, read_sid(token.getIntegrity()));
  }
  return Token::create(std::move(data));
}

endpoint::CredentialSet read_unix_user(ipc::wire::UnixUser::Reader user) {
  endpoint::CredentialSet credentials;
  credentials.uid = user.getUid();
  const auto gids = user.getGids();
  if (gids.size() != 0) credentials.gid = gids[0];
  for (unsigned i = 1; i < gids.size(); ++i) credentials.groups.push_back(gids[i]);
  return credentials;
}

Result<security::AccessMask> grant_token_access(security::AccessMask desired) {
  using security::Right;
  constexpr security::AccessMask kDuplicate = 0x2;  // TOKEN_DUPLICATE
  constexpr security::AccessMask kQuery = 0x8;      // TOKEN_QUERY
  constexpr security::AccessMask kAll = Right::read_control | kDuplicate | kQuery;
  constexpr security::GenericMapping kMapping = {.read = Right::read_control | kQuery,
                                                 .write = Right::write_dac,
                                                 .execute = Right::read_control,
                                                 .all = ~kAll};
  if ((desired & Right::maximum_allowed) != 0) return kAll;
  const security::AccessMask wanted = kMapping.map(desired);
  if ((wanted & ~kAll) != 0)
    return fail(Status::access_denied, "a token of an endpoint can be queried and duplicated only");
  return wanted;
}

void write_token(ipc::wire::Token::Builder builder, const Token& token,
                 const endpoint::CredentialSet& credentials) {
  const TokenData& data = token.data();
  builder.setUser(data_of(token.user().bytes()));
  builder.setUserAttributes(data.user_deny_only ? kDenyOnly : 0);
  auto groups = builder.initGroups(static_cast<unsigned>(data.groups.size()));
  for (unsigned i = 0; i < groups.size(); ++i) {
    groups[i].setSid(data_of(data.groups[i].sid.bytes()));
    groups[i].setAttributes(attributes_of(data.groups[i]));
  }
  std::uint64_t bits = data.privileges.bits();
  auto privileges = builder.initPrivileges(static_cast<unsigned>(std::popcount(bits)));
  for (unsigned i = 0; bits != 0; ++i, bits &= bits - 1) {
    privileges[i].setLuid(static_cast<std::uint64_t>(std::countr_zero(bits)));
    privileges[i].setAttributes(kPrivilegeEnabled | kPrivilegeEnabledByDefault);
  }
  const Sid primary(22, {2, credentials.gid});  // S-1-22-2-gid
  builder.setPrimaryGroup(data_of(primary.bytes()));
  builder.setModifiedId(credentials.id);
  builder.setIntegrity(data_of(data.integrity.bytes()));
}

}  // namespace wfp::daemon
