// Token: who asks. A user, his groups, his privileges, how far he is trusted, and what is claimed
// about him.
//
//   WFP_TRY(const Token token, Token::create({.user = alice, .groups = {{staff}, {administrators,
//   GroupState::deny_only}}}));
#pragma once

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "security/attribute.h"
#include "security/claim.h"
#include "security/condition.h"
#include "security/privilege.h"
#include "security/sid.h"
#include "security/sid_hash.h"
#include "security/well_known.h"

namespace wfp::security {

enum class GroupState : std::uint8_t {
  enabled,    // matches every ACE
  deny_only,  // matches ACEs that deny or audit, never one that allows
  disabled,   // matches nothing
};

struct TokenGroup {
  Sid sid{};
  GroupState state = GroupState::enabled;
  bool may_own = false;  // SE_GROUP_OWNER: may be made the owner of objects

  bool operator==(const TokenGroup&) const = default;
};

// What a token is made of.
struct TokenData {
  Sid user{};
  bool user_deny_only = false;
  std::vector<TokenGroup> groups{};
  // A restricted token gets only what these SIDs get too. Empty: not restricted.
  std::vector<Sid> restricted{};
  bool write_restricted = false;  // the restriction holds for writing alone
  PrivilegeSet privileges{};      // the enabled ones
  Sid integrity = well_known(WellKnownSid::medium_label);
  bool no_write_up = true;  // the mandatory policy: may not touch what has a higher label
  std::vector<TokenGroup> device_groups{};
  std::vector<Claim> user_claims{};
  std::vector<Claim> device_claims{};
  std::vector<Claim> local_claims{};
};

class Token {
 public:
  // Flags of a SID in sids().
  struct Holds {
    enum : std::uint32_t {
      allow = 1,       // matches ACEs that allow
      deny = 2,        // matches ACEs that deny or audit
      restricted = 4,  // is a restricting SID
      device = 8,      // the device holds it
    };
  };

  // invalid_parameter when a claim is malformed or repeats a value (Windows refuses such a token).
  static Result<Token> create(TokenData data, SidHash hash = SidHash());

  [[nodiscard]] const Sid& user() const { return data_.user; }
  [[nodiscard]] const TokenData& data() const { return data_; }
  [[nodiscard]] const SidTable& sids() const { return sids_; }
  [[nodiscard]] bool has(Privilege privilege) const { return data_.privileges.has(privilege); }
  [[nodiscard]] bool is_restricted() const { return !data_.restricted.empty(); }
  // Does the token hold `sid` enabled?
  [[nodiscard]] bool is_member(SidView sid) const { return (sids_.find(sid) & Holds::allow) != 0; }
  // May the token's holder make `sid` the owner of an object? (Also anybody's with
  // SeRestorePrivilege.)
  [[nodiscard]] bool may_assign_owner(SidView sid) const;
  // The last sub-authority of the label: 8192 is medium.
  [[nodiscard]] std::uint32_t integrity_level() const { return integrity_level_; }

  // For evaluating conditions; the resource's attributes are left to the caller.
  [[nodiscard]] ConditionContext condition_context() const;

 private:
  Token(TokenData data, SidHash hash);
  TokenData data_;
  SidTable sids_;
  AttributeSet user_, device_, local_;
  std::uint32_t integrity_level_ = 0;
};

// The last sub-authority of a label SID (Windows compares no other), 0 if it has none.
std::uint32_t integrity_level(SidView label);

}  // namespace wfp::security
