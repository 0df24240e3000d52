#include "engine/security.h"

#include "security/private_object.h"
#include "security/sddl.h"
#include "security/well_known.h"

namespace wfp::engine {
namespace {

using security::AccessMask;
using security::Ace;
using security::AceFlag;
using security::AceType;
using security::Acl;
using security::CompiledDescriptor;
using security::Right;
using security::SecurityDescriptor;
using security::well_known;
using security::WellKnownSid;

constexpr AccessMask kAll = schema::kGenericRead | schema::kGenericWrite | schema::kGenericExecute |
                            Right::write_dac | Right::write_owner;

// Administrators everything; Network Configuration Operators all but changing; everyone may open a
// session and classify. For each trustee one ACE that counts here and one for what inherits.
// 0x307ff is GENERIC_READ|WRITE|EXECUTE, 0x50 OPEN|CLASSIFY.
constexpr const char* kTrustees =
    "O:SYG:SYD:(A;;0xf07ff;;;BA)(A;OICIIO;GA;;;BA)(A;;0x307ff;;;NO)(A;OICIIO;GRGWGX;;;NO)";
constexpr const char* kEveryoneOpens = "(A;;0x50;;;WD)";

// The service accounts Windows' documentation names, which exist on Windows alone.
constexpr const char* kWindowsServices[] = {
    "S-1-5-80-3088073201-1464728630-1879813800-1107566885-823218052",   // MpsSvc
    "S-1-5-80-2006800713-1441093265-249754844-3404434343-1444102779",   // NapAgent
    "S-1-5-80-3044542841-3639452079-4096941652-1606687743-1256249853",  // PolicyAgent
    "S-1-5-80-979556362-403687129-3954533659-2335141334-1547273080",    // RpcSs
    "S-1-5-80-3139157870-2983391045-3678747466-658725712-1809340420",   // WdiServiceHost
};

void append(Acl& acl, AceType type, std::uint8_t flags, AccessMask mask, const security::Sid& sid) {
  Ace ace;
  ace.type = type;
  ace.flags = flags;
  ace.mask = mask;
  ace.sid = sid;
  static_cast<void>(acl.append(ace));  // a handful of plain entries always fits
}

}  // namespace

const security::GenericMapping kMapping{schema::kGenericRead, schema::kGenericWrite,
                                        schema::kGenericExecute, kAll};

bool may(const DescriptorRef& descriptor, const security::Token& token, AccessMask rights) {
  return descriptor != nullptr && security::is_allowed(*descriptor, token, rights, kMapping);
}

bool grants_match(const CompiledDescriptor& descriptor, const security::Token& token) {
  return security::is_allowed(descriptor, token, schema::kActrlMatchFilter, kMapping);
}

SecurityDescriptor default_engine_descriptor(DefaultKind kind) {
  std::string text = kTrustees;
  if (kind == DefaultKind::windows) {
    for (const std::string service : kWindowsServices) {
      text += "(A;;0x307ff;;;" + service + ")(A;OICIIO;GRGWGX;;;" + service + ")";
    }
  }
  SecurityDescriptor nobody;  // the text is right; were it not, nobody would have any right
  nobody.dacl = Acl();
  return security::parse_sddl(text + kEveryoneOpens).value_or(nobody);
}

std::array<DescriptorRef, kKindCount> default_containers(DefaultKind kind) {
  const SecurityDescriptor root = default_engine_descriptor(kind);
  const auto engine = std::make_shared<const CompiledDescriptor>(root);
  auto made = security::create_private_object(
      &root, nullptr,
      {.is_container = true, .mapping = kMapping, .owner = *root.owner, .group = root.group});
  SecurityDescriptor nobody;  // a handful of plain entries always fits; were it not so, nobody
                              // would have any right
  nobody.dacl = Acl();
  const auto container =
      std::make_shared<const CompiledDescriptor>(made ? *std::move(made) : nobody);
  std::array<DescriptorRef, kKindCount> containers;
  containers.fill(container);
  containers[static_cast<std::size_t>(Kind::engine)] = engine;
  return containers;
}

Result<DescriptorRef> default_descriptor(Kind target, DefaultKind kind,
                                         const CompiledDescriptor& old,
                                         const CompiledDescriptor* container) {
  const SecurityDescriptor& before = old.descriptor();
  SecurityDescriptor after;
  if (container == nullptr) {
    after = default_containers(kind)[static_cast<std::size_t>(target)]->descriptor();
  } else {
    WFP_TRY(after, security::create_private_object(
                       &container->descriptor(), nullptr,
                       {.mapping = kMapping,
                        .owner = before.owner.value_or(well_known(WellKnownSid::local_system)),
                        .group = before.group}));
  }
  constexpr std::uint16_t kSaclControl =
      security::Control::sacl_protected | security::Control::sacl_auto_inherited;
  after.sacl = before.sacl;
  after.control =
      static_cast<std::uint16_t>((after.control & ~kSaclControl) | (before.control & kSaclControl));
  return std::make_shared<const CompiledDescriptor>(std::move(after));
}

Refusal refusal_of(const ObjectName& object, const CompiledDescriptor& descriptor,
                   const security::Token& token, AccessMask rights,
                   const security::AttributeSet* attributes) {
  const auto had = security::check_access(
      descriptor, token,
      {.desired = Right::maximum_allowed, .mapping = kMapping, .resource = attributes});
  const AccessMask granted = had.allowed() ? had.granted : 0;
  Refusal refusal{.object = object, .missing = kMapping.map(rights) & ~granted};
  if ((granted & Right::read_control) != 0) refusal.owner = descriptor.descriptor().owner;
  if (refusal.missing != Right::access_system_security) return refusal;
  refusal.privilege = security::to_string(security::Privilege::security);
  refusal.missing = 0;
  return refusal;
}

Result<DescriptorRef> descriptor_of_new_object(const CompiledDescriptor& container,
                                               const SecurityDescriptor* given,
                                               const security::Token& creator) {
  if (given != nullptr && given->owner && !creator.may_assign_owner(*given->owner)) {
    return fail(Status::invalid_owner,
                security::to_string(*given->owner) + " cannot be made the owner by the caller");
  }
  if (given != nullptr && !given->sacl.is_absent() && !creator.has(security::Privilege::security)) {
    return fail(Status::privilege_not_held, "a SACL needs SeSecurityPrivilege");
  }
  WFP_TRY(auto made, security::create_private_object(&container.descriptor(), given,
                                                     {.auto_inherit = {.dacl = true, .sacl = true},
                                                      .mapping = kMapping,
                                                      .owner = creator.user(),
                                                      .group = creator.user()}));
  return std::make_shared<const CompiledDescriptor>(std::move(made));
}

Result<DescriptorRef> with_changes(const CompiledDescriptor& old,
                                   const CompiledDescriptor* container, std::uint32_t information,
                                   const SecurityDescriptor& changes, const security::Token& writer,
                                   bool is_container) {
  WFP_TRY(auto changed, security::set_security(
                            old.descriptor(), changes,
                            {.information = information,
                             .is_container = is_container,
                             .auto_inherit = {.dacl = true, .sacl = true},
                             .mapping = kMapping,
                             .parent = container == nullptr ? nullptr : &container->descriptor(),
                             .token = &writer}));
  return std::make_shared<const CompiledDescriptor>(std::move(changed));
}

SecurityDescriptor parts_of(const SecurityDescriptor& whole, std::uint32_t information) {
  using Information = security::SecurityInformation;
  using security::Control;
  SecurityDescriptor parts;
  const auto asks = [&](std::uint32_t part) { return (information & part) != 0; };
  const auto take = [&](std::uint16_t bits) {
    parts.control = static_cast<std::uint16_t>(parts.control | (whole.control & bits));
  };
  if (asks(Information::owner)) parts.owner = whole.owner;
  if (asks(Information::group)) parts.group = whole.group;
  if (asks(Information::dacl)) {
    parts.dacl = whole.dacl;
    take(Control::dacl_protected | Control::dacl_auto_inherited | Control::dacl_defaulted);
  }
  if (asks(Information::sacl)) {
    parts.sacl = whole.sacl;
    take(Control::sacl_protected | Control::sacl_auto_inherited | Control::sacl_defaulted);
  }
  return parts;
}

DescriptorRef keeping_administrators(const DescriptorRef& engine) {
  const SecurityDescriptor& descriptor = engine->descriptor();
  if (descriptor.dacl.acl() == nullptr) return engine;  // everyone may
  const security::Sid& administrators = well_known(WellKnownSid::builtin_administrators);
  const auto token = security::Token::create({.user = administrators});
  if (token && security::is_allowed(*engine, *token, schema::kActrlOpen, kMapping)) return engine;
  // First of all: a denying entry must not stand before it.
  Acl acl;
  append(acl, AceType::access_allowed, 0, schema::kActrlOpen, administrators);
  for (const security::AceView ace : descriptor.dacl.acl()->aces()) {
    if (!acl.append(ace)) return engine;
  }
  SecurityDescriptor kept = descriptor;
  kept.dacl = std::move(acl);
  return std::make_shared<const CompiledDescriptor>(std::move(kept));
}

std::string describe_security(const CompiledDescriptor& descriptor) {
  return security::format_sddl(descriptor.descriptor())
      .value_or("a descriptor that SDDL cannot say");
}

bool is_audited(const CompiledDescriptor& descriptor, const security::Token& token,
                AccessMask desired, bool granted) {
  for (const security::CompiledAce& ace : descriptor.audits()) {
    const std::uint8_t flag = granted ? AceFlag::successful_access : AceFlag::failed_access;
    if ((ace.flags & flag) == 0 || (kMapping.map(ace.mask) & desired) == 0) continue;
    // A condition that cannot be evaluated here does not keep a record from being written.
    if (token.sids().find(descriptor.sacl_sid(ace)) != 0) return true;
  }
  return false;
}

}  // namespace wfp::engine
