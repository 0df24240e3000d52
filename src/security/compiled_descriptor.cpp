#include "security/compiled_descriptor.h"

#include "security/resource_attribute.h"
#include "security/token.h"
#include "security/well_known.h"

namespace wfp::security {
namespace {

// What an ACE type does in a check; none for types that no check looks at.
std::optional<AceEffect> effect_of(AceType type) {
  switch (type) {
    case AceType::access_allowed:
    case AceType::access_allowed_object:
    case AceType::access_allowed_callback:
    case AceType::access_allowed_callback_object:
      return AceEffect::allow;
    case AceType::access_denied:
    case AceType::access_denied_object:
    case AceType::access_denied_callback:
    case AceType::access_denied_callback_object:
      return AceEffect::deny;
    case AceType::system_audit:
    case AceType::system_audit_object:
    case AceType::system_audit_callback:
    case AceType::system_audit_callback_object:
      return AceEffect::audit;
    default:
      return std::nullopt;
  }
}

AceSubject subject_of(SidView sid) {
  if (sid == well_known(WellKnownSid::self)) return AceSubject::self;
  if (sid == well_known(WellKnownSid::owner_rights)) return AceSubject::owner_rights;
  if (sid == well_known(WellKnownSid::creator_owner) ||
      sid == well_known(WellKnownSid::creator_group)) {
    return AceSubject::nobody;
  }
  return AceSubject::sid;
}

}  // namespace

CompiledDescriptor::CompiledDescriptor(SecurityDescriptor descriptor, SidHash hash)
    : descriptor_(std::move(descriptor)), hash_(hash) {
  if (const Acl* sacl = descriptor_.sacl.acl()) compile_acl(*sacl, AceHome::sacl);
  if (const Acl* dacl = descriptor_.dacl.acl()) compile_acl(*dacl, AceHome::dacl);
  const ObjectLabel unlabelled{integrity_level(well_known(WellKnownSid::medium_label)),
                               Right::no_write_up};
  label_ = written_label_.value_or(unlabelled);
  if (descriptor_.owner) owner_hash_ = hash_(*descriptor_.owner);
}

void CompiledDescriptor::compile_acl(const Acl& acl, AceHome home) {
  std::vector<Claim> claims;
  std::uint16_t index = 0;
  for (const AceView ace : acl.aces()) {
    const std::uint16_t here = index++;
    if (ace.has(AceFlag::inherit_only)) continue;
    const auto effect = effect_of(ace.type());
    if (effect && (*effect == AceEffect::audit) == (home == AceHome::sacl)) {
      CompiledAce compiled = compile_ace(ace, acl, *effect);
      compiled.index = here;
      if (home == AceHome::dacl && compiled.subject == AceSubject::owner_rights)
        has_owner_rights_ = true;
      (home == AceHome::dacl ? dacl_ : audits_).push_back(compiled);
    } else if (home == AceHome::sacl && ace.type() == AceType::system_mandatory_label) {
      if (!written_label_) written_label_ = ObjectLabel{integrity_level(ace.sid()), ace.mask()};
    } else if (home == AceHome::sacl && ace.type() == AceType::system_resource_attribute) {
      if (auto claim = parse_resource_attribute(ace.data())) claims.push_back(*std::move(claim));
    } else if (home == AceHome::sacl && ace.type() == AceType::system_scoped_policy_id &&
               !scoped_policy_) {
      scoped_policy_ = Sid(ace.sid());
    }
  }
  if (!claims.empty()) resource_attributes_ = AttributeSet::of_object(claims);
}

CompiledAce CompiledDescriptor::compile_ace(AceView ace, const Acl& acl, AceEffect effect) {
  CompiledAce compiled{
      .hash = hash_(ace.sid()),
      .sid_offset = static_cast<std::uint32_t>(ace.sid().bytes().data() - acl.bytes().data()),
      .mask = ace.mask(),
      .index = 0,
      .condition = CompiledAce::kNone,
      .object = CompiledAce::kNone,
      .effect = effect,
      .subject = subject_of(ace.sid()),
      .flags = ace.flags(),
  };
  if (has_condition(ace.type())) {
    compiled.condition = static_cast<std::uint16_t>(conditions_.size());
    conditions_.push_back(Condition::compile(ace.data()));
  }
  if (const auto object = ace.object_type()) {
    compiled.object = static_cast<std::uint16_t>(object_types_.size());
    object_types_.push_back(*object);
  }
  return compiled;
}

}  // namespace wfp::security
