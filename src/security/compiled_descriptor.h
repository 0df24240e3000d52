// CompiledDescriptor: a security descriptor made ready for many checks.
//
// Compiled once, when an object gets its descriptor: SIDs are hashed, conditions compiled, ACEs
// that cannot matter left out. Checking it allocates nothing and costs a step per ACE, whatever the
// size of the token.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/guid.h"
#include "security/condition.h"
#include "security/descriptor.h"
#include "security/sid_hash.h"

namespace wfp::security {

enum class AceEffect : std::uint8_t { allow, deny, audit };

// Who an ACE speaks of.
enum class AceSubject : std::uint8_t {
  sid,           // the SID it names
  self,          // S-1-5-10: the SID the caller of the check gives
  owner_rights,  // S-1-3-4: whoever owns the object
  nobody,        // S-1-3-0 and S-1-3-1: placeholders for children, never matched
};

struct CompiledAce {
  static constexpr std::uint16_t kNone = 0xFFFF;

  std::uint64_t hash;        // of the SID
  std::uint32_t sid_offset;  // in the ACL's bytes
  AccessMask mask;           // as written: generic rights are not mapped yet
  std::uint16_t index;       // of the ACE in its ACL
  std::uint16_t condition;   // index into the conditions, or kNone
  std::uint16_t object;      // index into the object types, or kNone
  AceEffect effect;
  AceSubject subject;
  std::uint8_t flags;  // of the ACE, inheritance bits included
};

// The mandatory label of an object.
struct ObjectLabel {
  std::uint32_t level;
  AccessMask policy;  // Right::no_write_up, no_read_up, no_execute_up
};

class CompiledDescriptor {
 public:
  explicit CompiledDescriptor(SecurityDescriptor descriptor, SidHash hash = SidHash());

  [[nodiscard]] const SecurityDescriptor& descriptor() const { return descriptor_; }
  [[nodiscard]] const SidHash& hash() const { return hash_; }

  // Neither absent nor null: there are rules.
  [[nodiscard]] bool has_dacl() const { return descriptor_.dacl.is_present(); }
  // The ACEs that a check looks at, in order: not inherit-only, of a type that allows or denies.
  [[nodiscard]] std::span<const CompiledAce> dacl() const { return dacl_; }
  // Likewise of the SACL: those that audit.
  [[nodiscard]] std::span<const CompiledAce> audits() const { return audits_; }
  [[nodiscard]] SidView dacl_sid(const CompiledAce& ace) const {
    return SidView(descriptor_.dacl.acl()->bytes().data() + ace.sid_offset);
  }
  [[nodiscard]] SidView sacl_sid(const CompiledAce& ace) const {
    return SidView(descriptor_.sacl.acl()->bytes().data() + ace.sid_offset);
  }
  [[nodiscard]] const Condition& condition(const CompiledAce& ace) const {
    return conditions_[ace.condition];
  }
  [[nodiscard]] const Guid& object_type(const CompiledAce& ace) const {
    return object_types_[ace.object];
  }

  // Some ACE of the DACL names OWNER RIGHTS: the owner's implicit rights are gone.
  [[nodiscard]] bool has_owner_rights() const { return has_owner_rights_; }
  [[nodiscard]] std::uint64_t owner_hash() const { return owner_hash_; }
  // The label written on the object, or what counts without one: medium, no write up.
  [[nodiscard]] const ObjectLabel& label() const { return label_; }
  // From the object's resource attribute ACEs.
  [[nodiscard]] const AttributeSet& resource_attributes() const { return resource_attributes_; }
  // The central policy the object names; kept, not evaluated. May be nobody's SID: none.
  [[nodiscard]] const std::optional<Sid>& scoped_policy() const { return scoped_policy_; }

 private:
  void compile_acl(const Acl& acl, AceHome home);
  CompiledAce compile_ace(AceView ace, const Acl& acl, AceEffect effect);

  SecurityDescriptor descriptor_;
  SidHash hash_;
  std::vector<CompiledAce> dacl_, audits_;
  std::vector<Condition> conditions_;
  std::vector<Guid> object_types_;
  AttributeSet resource_attributes_;
  std::optional<Sid> scoped_policy_;
  std::optional<ObjectLabel> written_label_;
  ObjectLabel label_{};
  std::uint64_t owner_hash_ = 0;
  bool has_owner_rights_ = false;
};

}  // namespace wfp::security
