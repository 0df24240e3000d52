#include "compile/user_test.h"

#include <optional>

#include "compile/name_hash.h"
#include "engine/security.h"
#include "schema/constants.h"
#include "security/well_known.h"

namespace wfp::compile {
namespace {

using security::AceEffect;
using security::AceSubject;
using security::CompiledAce;
using security::CompiledDescriptor;
using security::SidView;
using security::WellKnownSid;

constexpr std::uint64_t kUnixAuthority = 22;
constexpr std::uint32_t kUsers = 1;
constexpr std::uint32_t kGroups = 2;
constexpr std::uint64_t kNtAuthority = 5;
constexpr std::uint32_t kServices = 80;

// Whom the kernel's tokens can hold; nothing for anybody else.
std::optional<AceEntry> entry_of(SidView sid, const wfp_key& hash_key) {
  constexpr std::pair<WellKnownSid, wfp_well_known> kKnown[] = {
      {WellKnownSid::everyone, WFP_EVERYONE},
      {WellKnownSid::authenticated_users, WFP_AUTHENTICATED_USERS},
      {WellKnownSid::local_system, WFP_LOCAL_SYSTEM},
      {WellKnownSid::builtin_administrators, WFP_ADMINISTRATORS},
      {WellKnownSid::network_configuration_operators, WFP_OPERATORS},
  };
  for (const auto& [known, bit] : kKnown) {
    if (sid == security::well_known(known))
      return AceEntry{.subject = WFP_ACE_WELL_KNOWN, .id = static_cast<std::uint32_t>(bit)};
  }
  if (sid.authority() == kUnixAuthority && sid.sub_authority_count() == 2) {
    if (sid.sub_authority(0) == kUsers)
      return AceEntry{.subject = WFP_ACE_UID, .id = sid.sub_authority(1)};
    if (sid.sub_authority(0) == kGroups)
      return AceEntry{.subject = WFP_ACE_GID, .id = sid.sub_authority(1)};
  }
  if (sid.authority() == kNtAuthority && sid.sub_authority_count() > 1 &&
      sid.sub_authority(0) == kServices) {
    return AceEntry{.subject = WFP_ACE_SERVICE, .key = hash_of_bytes(sid.bytes(), hash_key)};
  }
  return std::nullopt;
}

std::optional<AceEntry> entry_of(const CompiledDescriptor& descriptor, const CompiledAce& ace,
                                 const wfp_key& hash_key) {
  switch (ace.subject) {
    case AceSubject::sid:
      return entry_of(descriptor.dacl_sid(ace), hash_key);
    case AceSubject::owner_rights:
      return entry_of(*descriptor.descriptor().owner, hash_key);  // a condition's has an owner
    case AceSubject::self:
    case AceSubject::nobody:
      return std::nullopt;
  }
  return std::nullopt;
}

bool names_match_right(const CompiledAce& ace) {
  return (engine::kMapping.map(ace.mask) & schema::kActrlMatchFilter) != 0;
}

// A label above that of an ordinary token can refuse before any entry is looked at.
bool label_matters(const CompiledDescriptor& descriptor) {
  return descriptor.label().level >
         security::integrity_level(security::well_known(WellKnownSid::medium_label));
}

}  // namespace

Result<void> add_descriptor(const CompiledDescriptor& descriptor, const wfp_key& hash_key,
                            UserTest& test) {
  if (label_matters(descriptor)) {
    return fail(Status::not_supported,
                "the kernel knows no integrity labels, and the descriptor's is above medium");
  }
  const std::size_t start = test.entries.size();
  if (!descriptor.has_dacl()) test.entries.push_back({.subject = WFP_ACE_ANYBODY});
  for (const CompiledAce& ace : descriptor.dacl()) {
    const bool is_typed_allow = ace.object != CompiledAce::kNone && ace.effect == AceEffect::allow;
    if (!names_match_right(ace) || is_typed_allow) continue;
    if (ace.condition != CompiledAce::kNone) {
      return fail(Status::not_supported,
                  "the kernel cannot decide a conditional entry of a descriptor");
    }
    auto entry = entry_of(descriptor, ace, hash_key);
    if (!entry) continue;
    entry->denies = ace.effect == AceEffect::deny;
    test.entries.push_back(*entry);
  }
  if (test.entries.size() > start) test.entries[start].first = true;
  if (test.entries.size() > kMaxAces) {
    return fail(Status::not_supported, "the kernel tries at most " + std::to_string(kMaxAces) +
                                           " entries of a filter's descriptors");
  }
  return {};
}

}  // namespace wfp::compile
