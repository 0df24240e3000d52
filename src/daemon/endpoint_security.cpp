#include "daemon/endpoint_security.h"

#include "security/sddl.h"

namespace wfp::daemon {
namespace {

using engine::DefaultKind;
using security::Bytes;
using security::Control;
using security::Privilege;
using security::Right;
using security::SecurityDescriptor;
using security::Token;

// What the container says itself; what it inherits from the engine comes on top. Ours:
// authenticated users may enumerate (WP), and each endpoint's user may read it (LO): a user sees
// his own endpoints.
constexpr const char* kOurs = "O:SYG:SYD:(A;;WP;;;AU)(A;OICIIO;LO;;;CO)";
constexpr const char* kWindows = "O:SYG:SYD:";

constexpr std::uint16_t kSaclControl = Control::sacl_protected | Control::sacl_auto_inherited;

SecurityDescriptor without_sacl(SecurityDescriptor descriptor) {
  descriptor.sacl = security::AclSlot::absent();
  return descriptor;
}

EndpointRulesPtr compile(SecurityDescriptor descriptor) {
  return std::make_shared<const EndpointRules>(std::move(descriptor));
}

Result<SecurityDescriptor> default_of(DefaultKind kind, const SecurityDescriptor& engine) {
  WFP_TRY(const SecurityDescriptor own,
          security::parse_sddl(kind == DefaultKind::ours ? kOurs : kWindows));
  return inherit(own, engine);
}

Result<void> check_owner(const SetParts& parts, const Token& token) {
  if (!parts.descriptor.owner || token.may_assign_owner(*parts.descriptor.owner) ||
      token.has(Privilege::restore))
    return {};
  return fail(Status::invalid_owner,
              security::to_string(*parts.descriptor.owner) +
                  " is neither the caller nor a group of his that may own objects; making "
                  "somebody else the owner takes SeRestorePrivilege");
}

}  // namespace

EndpointRules::EndpointRules(SecurityDescriptor whole)
    : descriptor(std::move(whole)),
      rules(without_sacl(descriptor)),
      audited(descriptor),
      access(without_sacl(descriptor), engine::kMapping) {}

std::string text_of(const SecurityDescriptor& descriptor) {
  auto text = security::format_sddl(descriptor);
  return text ? *text : "(" + text.error().what + ")";
}

Result<EndpointSecurity> EndpointSecurity::defaults(const SecurityDescriptor& engine) {
  WFP_TRY(SecurityDescriptor descriptor, default_of(DefaultKind::ours, engine));
  return EndpointSecurity(std::move(descriptor));
}

Result<EndpointSecurity> EndpointSecurity::stored(std::span<const std::uint8_t> bytes) {
  auto descriptor = SecurityDescriptor::from_bytes(bytes);
  if (!descriptor) {
    return fail(Status::invalid_security_descr,
                "store: the descriptor of 'endpoints' is damaged: " + descriptor.error().what);
  }
  if (!descriptor->owner || !descriptor->group) {
    return fail(Status::invalid_security_descr,
                "store: the descriptor of 'endpoints' has no owner");
  }
  return EndpointSecurity(*std::move(descriptor));
}

Answer<Bytes> EndpointSecurity::get(const Token& token, std::uint32_t information) const {
  return read_security(target(), current_->descriptor, token, information);
}

Answer<EndpointRulesPtr> EndpointSecurity::set(const Token& token, const SetParts& parts,
                                               const SecurityDescriptor& engine) const {
  WFP_CHECK_OK(require(token, security::rights_to_set(parts.information)));
  WFP_CHECK_OK(check_owner(parts, token));
  WFP_TRY(SecurityDescriptor after, apply_set(parts, current_->descriptor, &engine));
  return compile(std::move(after));
}

Answer<EndpointRulesPtr> EndpointSecurity::reset(const Token& token, DefaultKind kind,
                                                 const SecurityDescriptor& engine) const {
  WFP_CHECK_OK(require(token, Right::write_dac | Right::write_owner));
  WFP_TRY(SecurityDescriptor after, default_of(kind, engine));
  const SecurityDescriptor& before = current_->descriptor;
  after.sacl = before.sacl;
  after.control |= before.control & kSaclControl;
  return compile(std::move(after));
}

Result<EndpointRulesPtr> EndpointSecurity::follow(const SecurityDescriptor& engine) const {
  WFP_TRY(SecurityDescriptor after, inherit(current_->descriptor, engine));
  if (after == current_->descriptor) return EndpointRulesPtr();
  return compile(std::move(after));
}

}  // namespace wfp::daemon
