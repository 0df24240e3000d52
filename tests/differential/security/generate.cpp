#include "generate.h"

#include <algorithm>

#include "security/condition.h"
#include "security/rights.h"
#include "security/well_known.h"

namespace wfp::differential {
namespace {

using namespace security;

// SIDs that meet often enough for rules and tokens to speak of each other.
Sid common_sid(Random& random) {
  constexpr WellKnownSid kWellKnown[] = {WellKnownSid::everyone,
                                         WellKnownSid::authenticated_users,
                                         WellKnownSid::builtin_administrators,
                                         WellKnownSid::local_system,
                                         WellKnownSid::builtin_users,
                                         WellKnownSid::owner_rights,
                                         WellKnownSid::creator_owner,
                                         WellKnownSid::self,
                                         WellKnownSid::builtin_guests};
  if (random.one_in(2)) return well_known(random.pick(kWellKnown));
  return *domain().child(1000 + static_cast<std::uint32_t>(random.below(6)));
}

Sid any_sid(Random& random) {
  if (!random.one_in(4)) return common_sid(random);
  std::vector<std::uint32_t> parts(random.below(Sid::kMaxSubAuthorities) + 1);
  for (auto& part : parts) part = random.word();
  return *Sid::from_parts(random.one_in(4) ? random.next() >> 16 : random.below(30), parts);
}

Guid random_guid(Random& random) {
  Guid guid{.data1 = random.word(), .data2 = static_cast<std::uint16_t>(random.word())};
  for (auto& byte : guid.data4) byte = static_cast<std::uint8_t>(random.word());
  return guid;
}

AccessMask random_rights(Random& random) {
  constexpr AccessMask kOwn[] = {0x1,
                                 0x2,
                                 0x4,
                                 0x1f01ff,
                                 0x120089,
                                 0xf003f,
                                 0x20019,
                                 Right::read_control,
                                 Right::write_dac,
                                 Right::write_owner,
                                 Right::delete_object,
                                 Right::generic_all};
  AccessMask mask = 0;
  for (std::size_t i = random.below(3) + 1; i > 0; --i) mask |= random.pick(kOwn);
  return random.one_in(8) ? random.word() : mask;
}

Ace random_ace(Random& random, AceType type) {
  Ace ace{.type = type,
          .flags = static_cast<std::uint8_t>(random.word()),
          .mask = random_rights(random),
          .sid = any_sid(random)};
  if (random.one_in(2)) ace.flags = 0;
  if (!random.one_in(8))
    ace.flags = static_cast<std::uint8_t>(ace.flags & ~unsigned{AceFlag::critical});
  if (shape_of(type) == AceShape::object) {
    if (random.one_in(2)) ace.object_type = random_guid(random);
    if (random.one_in(2)) ace.inherited_object_type = random_guid(random);
  }
  return ace;
}

AclSlot random_acl(Random& random, AceHome home, std::span<const AceType> types) {
  if (random.one_in(5)) return AclSlot::absent();
  if (random.one_in(10)) return AclSlot::null();
  Acl acl;
  for (std::size_t i = random.below(7); i > 0; --i) {
    const AceType type = random.pick(types);
    // 64 KiB are far off.
    if (ace_type_info(type)->home == home) (void)acl.append(random_ace(random, type));
  }
  return acl;
}

// Some conditional ACEs behind the others.
void add_conditions(Random& random, SecurityDescriptor& descriptor) {
  constexpr const char* kConditions[] = {
      kMemberOfAdministrators,
      "(Member_of {SID(BA), SID(BU)})",
      "(Member_of_Any {SID(BA), SID(AU), SID(SY)})",
      "(Not_Member_of {SID(WD)})",
      "(!(Member_of {SID(BG)}))",
      "(Not_Member_of_Any {SID(BA), SID(BG)})",
      "((Member_of {SID(WD)}) && (Member_of_Any {SID(BU), SID(AU)}))",
      "((Member_of {SID(SY)}) || (!(Member_of {SID(AU)})))",
      kMissingOrMember,
      "(@USER.none == 1)",
      "(!(@USER.none))",
  };
  if (!descriptor.dacl.is_present()) return;
  for (std::size_t i = random.below(3) + 1; i > 0; --i) {
    Ace ace = random_ace(random, random.one_in(2) ? AceType::access_allowed_callback
                                                  : AceType::access_denied_callback);
    ace.data = parse_condition(random.pick(kConditions)).value_or(Bytes{});
    (void)descriptor.dacl.acl()->append(ace);  // 64 KiB are far off
  }
}

AccessMask random_request(Random& random) {
  if (random.one_in(4))
    return Right::maximum_allowed | (random.one_in(2) ? random_rights(random) : 0);
  if (random.one_in(10)) return Right::access_system_security | (random.one_in(2) ? 1u : 0u);
  return random_rights(random);
}

}  // namespace

Sid domain() { return Sid(5, {21, 1004336348, 1177238915, 682003330}); }

SecurityDescriptor random_descriptor(Random& random, std::span<const AceType> types) {
  SecurityDescriptor descriptor;
  descriptor.control = static_cast<std::uint16_t>(random.word() & ~unsigned{kImpliedControl});
  if (random.one_in(2)) descriptor.control = 0;
  if (!random.one_in(4)) descriptor.owner = any_sid(random);
  if (!random.one_in(4)) descriptor.group = any_sid(random);
  descriptor.dacl = random_acl(random, AceHome::dacl, types);
  descriptor.sacl = random_acl(random, AceHome::sacl, types);
  return descriptor;
}

Bytes mutate(Random& random, Bytes bytes) {
  for (std::size_t i = random.below(4) + 1; i > 0 && !bytes.empty(); --i) {
    std::uint8_t& byte = bytes[random.below(bytes.size())];
    switch (random.below(6)) {
      case 0:
        byte = static_cast<std::uint8_t>(random.word());
        break;
      case 1:
        byte = static_cast<std::uint8_t>(byte + 1);
        break;
      case 2:
        byte = static_cast<std::uint8_t>(byte - 4);
        break;
      case 3:
        bytes[random.below(std::min<std::size_t>(bytes.size(), 28))] =
            static_cast<std::uint8_t>(4 * random.below(24));
        break;
      case 4:
        byte = static_cast<std::uint8_t>(byte ^ (1u << random.below(8)));
        break;
      default:
        if (random.one_in(4)) bytes.resize(random.below(bytes.size() + 1));
    }
  }
  return bytes;
}

Question random_question(Random& random, bool conditions) {
  constexpr AceType kTypes[] = {AceType::access_allowed,       AceType::access_allowed,
                                AceType::access_allowed,       AceType::access_denied,
                                AceType::access_denied,        AceType::access_allowed_object,
                                AceType::access_denied_object, AceType::system_audit};
  Question question{.descriptor = random_descriptor(random, kTypes)};
  if (conditions && random.one_in(2)) add_conditions(random, question.descriptor);
  question.sids.push_back(*domain().child(1000 + static_cast<std::uint32_t>(random.below(6))));
  for (std::size_t i = random.below(random.one_in(10) ? 60 : 6); i > 0; --i)
    question.sids.push_back(common_sid(random));
  for (const std::uint32_t luid : {8u, 9u, 17u, 18u}) {
    if (random.one_in(6)) question.privileges.push_back(luid);
  }
  question.desired = random_request(random) & ~kGenericRights;
  return question;
}

}  // namespace wfp::differential
