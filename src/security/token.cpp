#include "security/token.h"

namespace wfp::security {

std::uint32_t integrity_level(SidView label) {
  const std::size_t count = label.sub_authority_count();
  return count == 0 ? 0 : label.sub_authority(count - 1);
}

Token::Token(TokenData data, SidHash hash) : data_(std::move(data)), sids_(hash) {
  sids_.reserve(1 + data_.groups.size() + data_.restricted.size() + data_.device_groups.size());
  sids_.add(data_.user, data_.user_deny_only ? Holds::deny : Holds::allow | Holds::deny);
  for (const TokenGroup& group : data_.groups) {
    if (group.state == GroupState::enabled) sids_.add(group.sid, Holds::allow | Holds::deny);
    if (group.state == GroupState::deny_only) sids_.add(group.sid, Holds::deny);
  }
  for (const Sid& sid : data_.restricted) sids_.add(sid, Holds::restricted);
  for (const TokenGroup& group : data_.device_groups) {
    if (group.state == GroupState::enabled) sids_.add(group.sid, Holds::device);
  }
  integrity_level_ = security::integrity_level(data_.integrity);
}

Result<Token> Token::create(TokenData data, SidHash hash) {
  Token token(std::move(data), hash);
  WFP_TRY(token.user_, AttributeSet::create(token.data_.user_claims));
  WFP_TRY(token.device_, AttributeSet::create(token.data_.device_claims));
  WFP_TRY(token.local_, AttributeSet::create(token.data_.local_claims));
  return token;
}

bool Token::may_assign_owner(SidView sid) const {
  if (has(Privilege::restore)) return true;
  if (SidView(data_.user) == sid) return !data_.user_deny_only;
  for (const TokenGroup& group : data_.groups) {
    if (SidView(group.sid) == sid && group.may_own && group.state == GroupState::enabled)
      return true;
  }
  return false;
}

ConditionContext Token::condition_context() const {
  return {.sids = &sids_,
          .member_flag = Holds::allow,
          .device_flag = Holds::device,
          .user = &user_,
          .device = &device_,
          .local = &local_};
}

}  // namespace wfp::security
