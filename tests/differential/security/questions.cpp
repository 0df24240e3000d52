#include "questions.h"

#include <algorithm>
#include <cstdio>

#include "security/access_check.h"
#include "security/condition.h"
#include "security/sddl.h"
#include "security/well_known.h"

namespace wfp::differential {
namespace {

using namespace security;

// Of files: so that generic rights in ACEs mean something.
constexpr GenericMapping kMapping{
    .read = 0x120089, .write = 0x120116, .execute = 0x1200a0, .all = 0x1f01ff};
constexpr AccessMask kNotForAces = Right::access_system_security | Right::maximum_allowed;

// Makes the DACL anew of what `change` leaves of each ACE; true if something changed.
template <class Change>
bool change_aces(Question& question, Change change) {
  const Acl* const before = question.descriptor.dacl.acl();
  if (before == nullptr) return false;
  Acl after;
  for (const AceView view : before->aces()) {
    Ace ace = view.to_ace();
    if (change(ace)) (void)after.append(ace);  // no longer than before
  }
  if (after == *before) return false;
  question.descriptor.dacl = after;
  return true;
}

bool nothing_asked(Question& question) {
  if (question.desired != 0) return false;
  question.descriptor.owner.reset();
  question.descriptor.dacl = Acl();
  question.desired = 1;
  return true;
}

bool no_dacl(Question& question) {
  if (question.descriptor.dacl.is_present()) return false;
  Acl everything;
  const AccessMask explicitly = question.desired & ~kNotForAces;
  (void)everything.append(Ace{.mask = kMapping.all | explicitly, .sid = question.sids[0]});
  question.descriptor.dacl = everything;
  question.descriptor.control = 0;
  return true;
}

// Without a list of types: a typed ACE grants nothing and denies like a plain one; an untyped one
// is plain.
bool object_aces(Question& question) {
  return change_aces(question, [](Ace& ace) {
    const bool allows = ace.type == AceType::access_allowed_object;
    if (!allows && ace.type != AceType::access_denied_object) return true;
    if (allows && ace.object_type) ace.mask = 0;  // it may still be what OWNER RIGHTS are said by
    ace.type = allows ? AceType::access_allowed : AceType::access_denied;
    ace.object_type.reset();
    ace.inherited_object_type.reset();
    return true;
  });
}

bool placeholders(Question& question) {
  return change_aces(question, [](const Ace& ace) {
    return ace.sid != well_known(WellKnownSid::self) &&
           ace.sid != well_known(WellKnownSid::creator_owner) &&
           ace.sid != well_known(WellKnownSid::creator_group);
  });
}

bool system_security(Question& question) {
  return change_aces(question, [](Ace& ace) {
    ace.mask &= ~kNotForAces;
    return true;
  });
}

// In a token, S-1-3-4 is a SID like any other that no ACE can name: gives it another number.
bool owner_rights_held(Question& question) {
  const Sid& owner_rights = well_known(WellKnownSid::owner_rights);
  const Sid stand_in(3, {1004});
  const bool held = std::ranges::count(question.sids, owner_rights) != 0;
  std::ranges::replace(question.sids, owner_rights, stand_in);
  if (question.descriptor.owner == owner_rights) question.descriptor.owner = stand_in;
  return held;
}

// "Unknown or true" is true.
bool unknown_or_true(Question& question) {
  static const Bytes kEither = parse_condition(kMissingOrMember).value_or(Bytes{});
  static const Bytes kMember = parse_condition(kMemberOfAdministrators).value_or(Bytes{});
  return change_aces(question, [](Ace& ace) {
    if (ace.type == AceType::access_allowed_callback && ace.data == kEither) ace.data = kMember;
    return true;
  });
}

bool take_ownership(Question& question) {
  const bool may = std::ranges::count(question.privileges,
                                      static_cast<std::uint32_t>(Privilege::take_ownership)) != 0;
  if (!may || !(question.desired & Right::write_owner)) return false;
  Acl first;
  (void)first.append(Ace{.mask = Right::write_owner, .sid = question.sids[0]});
  if (const Acl* rest = question.descriptor.dacl.acl()) {
    for (const AceView ace : rest->aces()) (void)first.append(ace);
  }
  question.descriptor.dacl = first;
  return true;
}

std::string answer(bool granted, AccessMask rights) {
  char text[32];
  std::snprintf(text, sizeof text, granted ? "granted %08x\n" : "denied\n", rights);
  return text;
}

}  // namespace

std::string ask_us(const Question& question) {
  TokenData data{.user = question.sids[0]};
  for (std::size_t i = 1; i < question.sids.size(); ++i) data.groups.push_back({question.sids[i]});
  for (const std::uint32_t luid : question.privileges)
    data.privileges.add(static_cast<Privilege>(luid));
  const auto token = Token::create(std::move(data));
  if (!token) return "no token\n";
  const auto result = check_access(CompiledDescriptor(question.descriptor), *token,
                                   {.desired = question.desired, .mapping = kMapping});
  return answer(result.allowed(), result.granted);
}

// Samba leaves the mapping of generic rights to whoever stores a descriptor.
std::string ask(const test::Samba& samba, const Question& question) {
  Question stored = question;
  change_aces(stored, [](Ace& ace) {
    ace.mask = kMapping.map(ace.mask);
    return true;
  });
  const auto descriptor = samba.pull(stored.descriptor.to_bytes());
  if (!descriptor) return "unreadable\n";
  const auto token = samba.token(question.sids, question.privileges);
  std::uint32_t granted = 0;
  const bool yes = samba.check(descriptor, token, question.desired, granted);
  return answer(yes, granted);
}

std::string show(const Question& question) {
  char desired[16];
  std::snprintf(desired, sizeof desired, "0x%x", question.desired);
  std::string text =
      format_sddl(question.descriptor).value_or("?") + " desired " + desired + " token";
  for (const Sid& sid : question.sids) text += ' ' + to_string(sid);
  for (const std::uint32_t luid : question.privileges) text += " privilege " + std::to_string(luid);
  return text;
}

std::span<const QuestionRule> question_rules() {
  // In this order: the first look at the ACEs as written, the last at who holds them.
  static constexpr QuestionRule kRules[] = {
      {"check-nothing-asked", nothing_asked},     {"check-no-dacl", no_dacl},
      {"check-object-aces", object_aces},         {"check-placeholders", placeholders},
      {"check-system-security", system_security}, {"check-take-ownership", take_ownership},
      {"check-unknown-or-true", unknown_or_true}, {"check-owner-rights-held", owner_rights_held},
  };
  return kRules;
}

}  // namespace wfp::differential
