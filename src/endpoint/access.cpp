#include "endpoint/access.h"

#include "base/utf.h"
#include "endpoint/principal.h"
#include "schema/constants.h"
#include "security/access_check.h"
#include "security/inherit.h"
#include "security/upcase.h"
#include "security/well_known.h"

namespace wfp::endpoint {
namespace {

using security::AccessMask;
using security::Acl;
using security::AclSlot;
using security::CompiledDescriptor;
using security::Control;
using security::SecurityDescriptor;
using security::Sid;
using security::WellKnownSid;

constexpr AccessMask kRead = schema::kActrlRead;

// The attributes of endpoints that the conditions of `descriptor` speak of.
AttributeNames mentioned_in(const CompiledDescriptor& descriptor) {
  AttributeNames mentioned = 0;
  for (const auto& ace : descriptor.dacl()) {
    if (ace.condition == security::CompiledAce::kNone) continue;
    for (const std::u16string& name : descriptor.condition(ace).attribute_names()) {
      for (std::size_t i = 0; i < kAttributeNames; ++i) {
        const auto attribute = static_cast<AttributeName>(i);
        if (name == security::upcase(to_utf16(to_string(attribute)))) mentioned |= bit(attribute);
      }
    }
  }
  return mentioned;
}

// With READ for everyone behind all that is there: READ is then refused by a denial alone.
void append_read_for_everyone(SecurityDescriptor& descriptor) {
  if (!descriptor.dacl.is_present()) return;
  const security::Ace ace{.mask = kRead, .sid = security::well_known(WellKnownSid::everyone)};
  if (!descriptor.dacl.acl()->append(ace)) descriptor.dacl = Acl();  // no room: nobody
}

}  // namespace

Sid Owner::user() const {
  return is_system ? security::well_known(WellKnownSid::local_system) : user_sid(uid);
}

Sid Owner::group() const {
  return is_system ? security::well_known(WellKnownSid::local_system) : group_sid(gid);
}

Owner owner_of(const Snapshot& snapshot, const Endpoint& endpoint) {
  const CredentialSet* made_by = snapshot.credential_set(endpoint);
  if (endpoint.attribution == Attribution::none || !made_by) return {};
  return {made_by->uid, made_by->gid, false};
}

EndpointAccess::EndpointAccess(SecurityDescriptor container,
                               const security::GenericMapping& mapping)
    : container_(std::move(container)), mapping_(mapping) {}

SecurityDescriptor EndpointAccess::descriptor_of(const Owner& owner) const {
  SecurityDescriptor descriptor;
  descriptor.owner = owner.user();
  descriptor.group = owner.group();
  descriptor.control = Control::dacl_auto_inherited;
  const AclSlot& from = container_.descriptor().dacl;
  if (!from.is_present()) {  // nobody has restricted anything
    descriptor.dacl = from;
    return descriptor;
  }
  const security::ChildObject child{
      .owner = &*descriptor.owner, .group = &*descriptor.group, .mapping = mapping_};
  Acl inherited;
  if (!security::inherit_aces(from.acl()->view(), child, true, inherited)) inherited = Acl();
  descriptor.dacl = std::move(inherited);
  return descriptor;
}

Viewer::Viewer(const EndpointAccess& access, const security::Token& token, const Snapshot& snapshot)
    : access_(access),
      token_(token),
      snapshot_(snapshot),
      sees_container_(security::is_allowed(access.container(), token, kRead, access.mapping())),
      rules_by_credentials_(snapshot.credentials.size()) {}

std::unique_ptr<Viewer::Rules> Viewer::make_rules(const Owner& owner) const {
  SecurityDescriptor descriptor = access_.descriptor_of(owner);
  if (sees_container_) append_read_for_everyone(descriptor);
  auto rules = std::make_unique<Rules>(Rules{CompiledDescriptor(std::move(descriptor)), 0, {}});
  rules->mentioned = mentioned_in(rules->descriptor);
  return rules;
}

Viewer::Rules& Viewer::rules_of(const Endpoint& endpoint) {
  const Owner owner = owner_of(snapshot_, endpoint);
  Rules*& known = owner.is_system ? rules_of_system_ : rules_by_credentials_[endpoint.credentials];
  if (!known) {
    auto& entry = rules_[owner];
    if (!entry) entry = make_rules(owner);
    known = entry.get();
  }
  return *known;
}

bool Viewer::judge(const Rules& rules, const Endpoint& endpoint) const {
  const auto attributes = attributes_of(snapshot_, endpoint, rules.mentioned);
  return security::is_allowed(rules.descriptor, token_, kRead, access_.mapping(), &attributes);
}

Viewer::Key Viewer::key_of(const Rules& rules, const Endpoint& endpoint) const {
  const auto speaks_of = [&rules](AttributeName name) {
    return (rules.mentioned & bit(name)) != 0;
  };
  Key key{&rules, kNone, kNone, kNone, 0, 0};
  if (speaks_of(AttributeName::app)) {
    const Process* process = snapshot_.owner(endpoint);
    key.application = process ? process->application : kNone;
  }
  if (speaks_of(AttributeName::service)) key.cgroup = endpoint.cgroup;
  if (speaks_of(AttributeName::user)) key.credentials = endpoint.credentials;
  if (speaks_of(AttributeName::local_port)) key.ports |= endpoint.local_port;
  if (speaks_of(AttributeName::remote_port)) key.ports |= std::uint32_t{endpoint.remote_port} << 16;
  if (speaks_of(AttributeName::protocol)) key.rest = endpoint.protocol;
  if (speaks_of(AttributeName::direction)) {
    key.rest =
        static_cast<std::uint16_t>(key.rest | static_cast<unsigned>(endpoint.direction) << 8);
  }
  return key;
}

std::size_t Viewer::KeyHash::operator()(const Key& key) const {
  std::uint64_t hash = reinterpret_cast<std::uintptr_t>(key.rules);
  const auto mix = [&hash](std::uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 29;
  };
  mix(std::uint64_t{key.application} << 32 | key.cgroup);
  mix(std::uint64_t{key.credentials} << 32 | key.ports);
  mix(key.rest);
  return hash;
}

bool Viewer::sees(const Endpoint& endpoint) {
  Rules& rules = rules_of(endpoint);
  if (rules.mentioned == 0) {
    if (!rules.verdict) rules.verdict = judge(rules, endpoint);
    return *rules.verdict;
  }
  const auto [verdict, is_new] = verdicts_.try_emplace(key_of(rules, endpoint), false);
  if (is_new) verdict->second = judge(rules, endpoint);
  return verdict->second;
}

std::vector<Index> visible_rows(const Snapshot& snapshot, const Query& query, Viewer& viewer) {
  std::vector<Index> rows;
  rows.reserve(snapshot.endpoints.size());
  for (Index i = 0; i < snapshot.endpoints.size(); ++i) {
    const Endpoint& endpoint = snapshot.endpoints[i];
    if (query.matches(endpoint) && viewer.sees(endpoint)) rows.push_back(i);
  }
  return rows;
}

}  // namespace wfp::endpoint
