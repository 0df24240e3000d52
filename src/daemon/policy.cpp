#include "daemon/policy.h"

#include "daemon/object_type.h"
#include "schema/constants.h"
#include "security/access_check.h"
#include "security/sddl.h"
#include "security/well_known.h"

namespace wfp::daemon {
namespace {

using security::AccessMask;
using security::Bytes;
using security::CompiledDescriptor;
using security::Control;
using security::Privilege;
using security::Right;
using security::SecurityDescriptor;
using security::Token;

constexpr const char* kEngineRow = "engine";
constexpr const char* kEndpointsRow = "endpoints";

constexpr std::uint16_t kDaclControl = Control::dacl_protected | Control::dacl_auto_inherited;
constexpr std::uint16_t kSaclControl = Control::sacl_protected | Control::sacl_auto_inherited;

SecurityDescriptor without_sacl(SecurityDescriptor descriptor) {
  descriptor.sacl = security::AclSlot::absent();
  return descriptor;
}

DescriptorsPtr compile(SecurityDescriptor engine, SecurityDescriptor endpoints) {
  return std::make_shared<const Descriptors>(std::move(engine), std::move(endpoints));
}

StoredDescriptors rows_of(const Descriptors& descriptors) {
  return {{kEngineRow, descriptors.engine.descriptor.to_bytes()},
          {kEndpointsRow, descriptors.endpoints.descriptor.to_bytes()}};
}

// For the log: an ACE that SDDL cannot say does not keep the others from being read by a person.
std::string text_of(const SecurityDescriptor& descriptor) {
  auto text = security::format_sddl(descriptor);
  return text ? *text : "(" + text.error().what + ")";
}

Result<DescriptorsPtr> defaults() {
  WFP_TRY(SecurityDescriptor engine, default_descriptor(Object::Kind::engine, DefaultKind::ours));
  WFP_TRY(const SecurityDescriptor own,
          default_descriptor(Object::Kind::endpoints, DefaultKind::ours));
  WFP_TRY(SecurityDescriptor endpoints, inherit(own, engine));
  return compile(std::move(engine), std::move(endpoints));
}

Result<SecurityDescriptor> read_row(const StoredDescriptors& rows, const char* name) {
  const auto row = rows.find(name);
  if (row == rows.end()) {
    return fail(Status::invalid_security_descr,
                std::string("store: the descriptor of '") + name + "' is missing");
  }
  auto descriptor = SecurityDescriptor::from_bytes(row->second);
  if (!descriptor) {
    return fail(Status::invalid_security_descr, std::string("store: the descriptor of '") + name +
                                                    "' is damaged: " + descriptor.error().what);
  }
  if (!descriptor->owner || !descriptor->group) {
    return fail(Status::invalid_security_descr,
                std::string("store: the descriptor of '") + name + "' has no owner");
  }
  return descriptor;
}

// The parts of `descriptor` that `information` asks for.
SecurityDescriptor select(const SecurityDescriptor& descriptor, std::uint32_t information) {
  SecurityDescriptor parts;
  if ((information & SecurityInformation::owner) != 0) parts.owner = descriptor.owner;
  if ((information & SecurityInformation::group) != 0) parts.group = descriptor.group;
  if ((information & SecurityInformation::dacl) != 0) {
    parts.dacl = descriptor.dacl;
    parts.control |= descriptor.control & kDaclControl;
  }
  if ((information & SecurityInformation::sacl) != 0) {
    parts.sacl = descriptor.sacl;
    parts.control |= descriptor.control & kSaclControl;
  }
  return parts;
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

Guarded::Guarded(SecurityDescriptor whole)
    : descriptor(std::move(whole)), rules(without_sacl(descriptor)) {}

Descriptors::Descriptors(SecurityDescriptor engine_whole, SecurityDescriptor endpoints_whole)
    : engine(std::move(engine_whole)),
      endpoints(std::move(endpoints_whole)),
      endpoint_access(without_sacl(endpoints.descriptor), kObjectMapping) {}

namespace {

Failure refuse(const GuardedObject& target, const Token& token, AccessMask rights) {
  const auto had = security::check_access(target.rules, token,
                                          {.desired = Right::maximum_allowed,
                                           .mapping = kObjectMapping,
                                           .resource = target.attributes});
  const AccessMask granted = had.allowed() ? had.granted : 0;
  Refusal refusal{.object = target.object, .missing = kObjectMapping.map(rights) & ~granted};
  if ((granted & Right::read_control) != 0) refusal.owner = target.rules.descriptor().owner;
  if (refusal.missing != Right::access_system_security)
    return {{Status::access_denied, ""}, refusal};
  refusal.privilege = security::to_string(Privilege::security);
  refusal.missing = 0;
  return {{Status::privilege_not_held, "a SACL is for holders of " + refusal.privilege}, refusal};
}

}  // namespace

Answer<void> require_access(const GuardedObject& target, const Token& token, AccessMask rights) {
  if (rights == 0) return {};
  const auto result = security::check_access(
      target.rules, token,
      {.desired = rights, .mapping = kObjectMapping, .resource = target.attributes});
  if (result.allowed()) return {};
  return fail(refuse(target, token, rights));
}

Answer<Bytes> read_security(const GuardedObject& target, const SecurityDescriptor& whole,
                            const Token& token, std::uint32_t information) {
  WFP_CHECK_OK(check_get(information));
  WFP_CHECK_OK(require_access(target, token, security::rights_to_query(information)));
  return select(whole, information).to_bytes();
}

Result<Policy> Policy::open(Store& store) {
  WFP_TRY(const StoredDescriptors rows, store.load());
  if (rows.empty()) {
    WFP_TRY(DescriptorsPtr fresh, defaults());
    WFP_CHECK_OK(store.replace(rows_of(*fresh)));
    return Policy(std::move(fresh));
  }
  WFP_TRY(SecurityDescriptor engine, read_row(rows, kEngineRow));
  WFP_TRY(SecurityDescriptor endpoints, read_row(rows, kEndpointsRow));
  return Policy(compile(std::move(engine), std::move(endpoints)));
}

GuardedObject Policy::target(const Object& object) const {
  return {object, current_->of(object).rules};
}

Answer<void> Policy::require(const Object& object, const Token& token, AccessMask rights) const {
  return require_access(target(object), token, rights);
}

Answer<void> Policy::require_open(const Token& token) const {
  if (token.is_member(security::well_known(security::WellKnownSid::builtin_administrators)))
    return {};
  return require(Object::engine(), token, schema::kActrlOpen);
}

Answer<Bytes> Policy::get(const Object& object, const Token& token,
                          std::uint32_t information) const {
  return read_security(target(object), current_->of(object).descriptor, token, information);
}

Answer<PreparedChange> Policy::set(const Object& object, const Token& token,
                                   const SetParts& parts) const {
  WFP_CHECK_OK(require(object, token, security::rights_to_set(parts.information)));
  WFP_CHECK_OK(check_owner(parts, token));
  const SecurityDescriptor* parent =
      object.kind == Object::Kind::endpoints ? &current_->engine.descriptor : nullptr;
  WFP_TRY(SecurityDescriptor after, apply_set(parts, current_->of(object).descriptor, parent));
  return prepare(object, std::move(after));
}

Answer<PreparedChange> Policy::reset(const Object& object, const Token& token,
                                     DefaultKind kind) const {
  WFP_CHECK_OK(require(object, token, Right::write_dac | Right::write_owner));
  WFP_TRY(SecurityDescriptor after, default_descriptor(object.kind, kind));
  if (object.kind == Object::Kind::endpoints) {
    WFP_TRY(after, inherit(after, current_->engine.descriptor));
  }
  const SecurityDescriptor& before = current_->of(object).descriptor;
  after.sacl = before.sacl;
  after.control |= before.control & kSaclControl;
  return prepare(object, std::move(after));
}

// A change of the engine reaches the container in the same commit, unless it is protected or has no
// rules at all.
Answer<PreparedChange> Policy::prepare(const Object& object, SecurityDescriptor after) const {
  const bool engine_changes = object.kind == Object::Kind::engine;
  SecurityDescriptor engine = engine_changes ? std::move(after) : current_->engine.descriptor;
  SecurityDescriptor endpoints = engine_changes ? current_->endpoints.descriptor : std::move(after);
  if (engine_changes) {
    WFP_TRY(endpoints, inherit(endpoints, engine));
  }
  PreparedChange change;
  change.after = compile(std::move(engine), std::move(endpoints));
  change.rows = rows_of(*change.after);
  const auto add = [&](const Object& which) {
    change.changes.push_back({which, text_of(current_->of(which).descriptor),
                              text_of(change.after->of(which).descriptor)});
  };
  add(object);
  if (engine_changes && change.after->endpoints.descriptor != current_->endpoints.descriptor) {
    add(Object::endpoints());
  }
  return change;
}

}  // namespace wfp::daemon
