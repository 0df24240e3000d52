#include "security/ace_match.h"

namespace wfp::security {

AceMatcher::AceMatcher(const CompiledDescriptor& descriptor, const Token& token,
                       const AccessRequest& request)
    : descriptor_(descriptor),
      token_(token),
      request_(request),
      same_hash_(descriptor.hash() == token.sids().hash()) {
  const auto& owner = descriptor.descriptor().owner;
  if (owner) owner_flags_ = find(*owner, descriptor.owner_hash());
}

std::uint32_t AceMatcher::flags_of_special(AceSubject subject) const {
  if (subject == AceSubject::owner_rights) return owner_flags_;
  if (subject == AceSubject::self && request_.self != nullptr)
    return token_.sids().find(*request_.self);
  return 0;
}

// A denying ACE counts deny-only groups and attributes in its condition, as it does in its SID.
Truth AceMatcher::evaluate(const CompiledAce& ace) const {
  ConditionContext context = token_.condition_context();
  context.denies = ace.effect != AceEffect::allow;
  if (context.denies) context.member_flag = Token::Holds::deny;
  context.resource = request_.resource;
  context.resource_of_descriptor = &descriptor_.resource_attributes();
  return descriptor_.condition(ace).evaluate(context);
}

bool AceMatcher::condition_applies(const CompiledAce& ace) const {
  const Truth truth = evaluate(ace);
  return ace.effect == AceEffect::allow ? truth == Truth::yes : truth != Truth::no;
}

bool AceMatcher::audits(const CompiledAce& ace) const {
  const std::uint32_t flags = ace.subject == AceSubject::sid
                                  ? find(descriptor_.sacl_sid(ace), ace.hash)
                                  : flags_of_special(ace.subject);
  if ((flags & Token::Holds::deny) == 0) return false;
  return ace.condition == CompiledAce::kNone || evaluate(ace) != Truth::no;
}

}  // namespace wfp::security
