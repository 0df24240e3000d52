// AceMatcher: does an ACE speak of this token? Internal to this folder.
#pragma once

#include <cstdint>

#include "security/access_check.h"

namespace wfp::security {

// Rights no ACE can give: they come from privileges or are no rights at all.
inline constexpr AccessMask kNotForAces =
    Right::access_system_security | Right::maximum_allowed | kGenericRights;

enum class Pass : std::uint8_t { normal, restricted };

class AceMatcher {
 public:
  AceMatcher(const CompiledDescriptor& descriptor, const Token& token,
             const AccessRequest& request);

  // The rights an ACE speaks of, in the object's own.
  [[nodiscard]] AccessMask mask(const CompiledAce& ace) const {
    return request_.mapping.map(ace.mask) & ~kNotForAces;
  }
  // Does an ACE of the DACL apply? An allowing condition must be true, a denying one not false.
  [[nodiscard]] bool applies(const CompiledAce& ace, Pass pass) const {
    return holds(ace, pass) && (ace.condition == CompiledAce::kNone || condition_applies(ace));
  }
  // Does the token hold the ACE's SID in the way the ACE needs, conditions aside?
  [[nodiscard]] bool holds(const CompiledAce& ace, Pass pass) const {
    const std::uint32_t flags = ace.subject == AceSubject::sid
                                    ? find(descriptor_.dacl_sid(ace), ace.hash)
                                    : flags_of_special(ace.subject);
    return (flags & needed(ace.effect, pass)) != 0;
  }
  [[nodiscard]] Truth evaluate(const CompiledAce& ace) const;
  [[nodiscard]] bool is_owner(Pass pass) const {
    return (owner_flags_ &
            (pass == Pass::restricted ? Token::Holds::restricted : Token::Holds::allow)) != 0;
  }
  // Does an ACE of the SACL audit this token? Its condition may be true or unknown.
  [[nodiscard]] bool audits(const CompiledAce& ace) const;

 private:
  static std::uint32_t needed(AceEffect effect, Pass pass) {
    if (pass == Pass::restricted) return Token::Holds::restricted;
    return effect == AceEffect::allow ? Token::Holds::allow : Token::Holds::deny;
  }
  [[nodiscard]] std::uint32_t find(SidView sid, std::uint64_t hash) const {
    return same_hash_ ? token_.sids().find(sid, hash) : token_.sids().find(sid);
  }
  [[nodiscard]] std::uint32_t flags_of_special(AceSubject subject) const;
  [[nodiscard]] bool condition_applies(const CompiledAce& ace) const;

  const CompiledDescriptor& descriptor_;
  const Token& token_;
  const AccessRequest& request_;
  bool same_hash_;
  std::uint32_t owner_flags_ = 0;
};

}  // namespace wfp::security
