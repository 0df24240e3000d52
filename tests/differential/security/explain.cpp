#include "explain.h"

#include <cctype>

#include "base/utf.h"
#include "security/condition.h"
#include "security/condition_tokens.h"
#include "security/resource_attribute.h"

namespace wfp::test {
namespace {

using namespace security;

bool same_acl(const AclSlot& a, const AclSlot& b) {
  if (a.state() != b.state()) return false;
  if (!a.is_present()) return true;
  if (a.acl()->ace_count() != b.acl()->ace_count()) return false;
  auto other = b.acl()->aces().begin();
  for (const AceView ace : a.acl()->aces()) {
    if (!(ace == *other++)) return false;
  }
  return true;
}

AceType plain_twin(AceType type) {
  switch (type) {
    case AceType::access_allowed_object:
      return AceType::access_allowed;
    case AceType::access_denied_object:
      return AceType::access_denied;
    case AceType::system_audit_object:
      return AceType::system_audit;
    case AceType::system_alarm_object:
      return AceType::system_alarm;
    default:
      return type;
  }
}

// Rule: Windows stores an object ACE without GUIDs as a plain one.
void make_plain(Ace& ace) {
  if (!ace.object_type && !ace.inherited_object_type) ace.type = plain_twin(ace.type);
}

// Rule: a TI or TB attribute stays what it is; Samba makes it TU when no value is negative.
void make_signed(Ace& ace) {
  if (ace.type != AceType::system_resource_attribute) return;
  auto claim = parse_resource_attribute(ace.data);
  if (!claim || (claim->type != ClaimType::uint64 && claim->type != ClaimType::boolean)) return;
  claim->type = ClaimType::int64;
  for (ClaimValue& value : claim->values) {
    const auto* number = std::get_if<std::uint64_t>(&value);
    value = static_cast<std::int64_t>(number != nullptr ? *number : std::get<bool>(value) ? 1 : 0);
  }
  ace.data = resource_attribute_bytes(*claim);
}

SecurityDescriptor rewritten(const SecurityDescriptor& descriptor, void (*rewrite)(Ace&)) {
  SecurityDescriptor out = descriptor;
  for (AclSlot* slot : {&out.dacl, &out.sacl}) {
    if (!slot->is_present()) continue;
    Acl acl;
    for (const AceView view : slot->acl()->aces()) {
      Ace ace = view.to_ace();
      rewrite(ace);
      if (!acl.append(ace)) return descriptor;
    }
    *slot = acl;
  }
  return out;
}

template <class Predicate>
bool any_ace(const SecurityDescriptor& descriptor, Predicate predicate) {
  for (const AclSlot* slot : {&descriptor.dacl, &descriptor.sacl}) {
    if (!slot->is_present()) continue;
    for (const AceView ace : slot->acl()->aces()) {
      if (predicate(ace)) return true;
    }
  }
  return false;
}

// A local attribute (without @) whose name has characters that only prefixed ones have in MS-DTYP's
// grammar.
bool has_odd_local_name(AceView ace) {
  if (!has_condition(ace.type())) return false;
  TokenReader tokens(condition_tokens(ace.data()));
  while (!tokens.at_end()) {
    const TokenView token = tokens.next();
    if (token.code != ConditionToken::local_attribute) continue;
    for (std::size_t i = 0; i + 1 < token.payload.size(); i += 2) {
      const auto unit = load<char16_t>(token.payload.data() + i);
      const bool plain = unit < 0x80 && (std::isalnum(unit) || unit == u':' || unit == u'.' ||
                                         unit == u'/' || unit == u'_');
      if (!plain) return true;
    }
  }
  return false;
}

bool has_local_on_the_right(AceView ace) {
  if (!has_condition(ace.type())) return false;
  TokenReader tokens(condition_tokens(ace.data()));
  std::uint8_t before = 0;
  while (!tokens.at_end()) {
    const TokenView token = tokens.next();
    const OperatorInfo* op = find_operator(token.code);
    if (op != nullptr && op->kind == OperatorKind::comparison &&
        before == ConditionToken::local_attribute)
      return true;
    before = token.code;
  }
  return false;
}

// Bytes that are no UTF-8, which both ways of reading keep as lone surrogates.
bool has_stray_bytes(const std::string& text) {
  for (const char16_t unit : to_utf16(text)) {
    if (unit >= 0xDC80 && unit <= 0xDCFF) return true;  // a pair's second half, too: rare enough
  }
  return false;
}

bool is_opaque(AceView ace) { return ace.shape() == AceShape::opaque; }
bool has_odd_object_flags(AceView ace) {
  return ace.shape() == AceShape::object &&
         (load<std::uint32_t>(ace.bytes().data() + 8) & ~3u) != 0;
}
bool has_bad_attribute(AceView ace) {
  return ace.type() == AceType::system_resource_attribute && !parse_resource_attribute(ace.data());
}
bool has_space_in_name(AceView ace) {
  if (ace.type() != AceType::system_resource_attribute) return false;
  const auto claim = parse_resource_attribute(ace.data());
  return claim && claim->name.find_first_of(u" \t\n\v\f\r") != std::u16string::npos;
}
bool has_bad_condition(AceView ace) {
  return has_condition(ace.type()) && !format_condition(ace.data());
}

// Rule: what stands behind the SID of a plain ACE is kept.
void drop_rest(Ace& ace) {
  make_plain(ace);
  if (!has_condition(ace.type) && ace.type != AceType::system_resource_attribute) ace.data.clear();
}
// Rule: the data of attributes and conditions are kept as they are; Samba reads and writes them
// anew.
void drop_data(Ace& ace) {
  make_plain(ace);
  ace.data.clear();
}

// Sbz2 of an ACL that is there.
bool has_sbz2(const SecurityDescriptor& descriptor) {
  const auto set = [](const AclSlot& slot) {
    return slot.is_present() && load<std::uint16_t>(slot.acl()->bytes().data() + 6) != 0;
  };
  return set(descriptor.dacl) || set(descriptor.sacl);
}

}  // namespace

bool same(const SecurityDescriptor& a, const SecurityDescriptor& b) {
  return a.control == b.control && a.owner == b.owner && a.group == b.group &&
         same_acl(a.dacl, b.dacl) && same_acl(a.sacl, b.sacl);
}

std::string explain_leniency(const SecurityDescriptor& ours, const std::string& canonical,
                             bool canonical_accepted) {
  if (ours.dacl.is_null() || ours.sacl.is_null()) return "Samba does not know NO_ACCESS_CONTROL";
  for (const char* right : {";KA;", ";KR;", ";KW;", ";NW", ";NR", ";NX"}) {
    if (canonical.find(right) != std::string::npos)
      return "Samba does not know the rights of keys and labels";
  }
  for (const char* type : {"(ML;", "(SP;", "(TL;", "(FL;"}) {
    if (canonical.find(type) != std::string::npos)
      return "Samba does not know labels, policies and filters";
  }
  if (canonical.find("(RA;") != std::string::npos && canonical.find('%') != std::string::npos) {
    return "Samba takes no escapes in the names of resource attributes (recorded)";
  }
  if (canonical.find(",TX,") != std::string::npos)
    return "octets of attributes may be marked '#' (MS-DTYP 2.5.1.1)";
  if (canonical.find(",TD,") != std::string::npos)
    return "Samba keeps the SIDs of attributes in a form of its own";
  if (canonical.find("%dc") != std::string::npos || has_stray_bytes(canonical))
    return "bytes that are no UTF-8 are kept";
  if (any_ace(ours, [](AceView ace) { return ace.has(AceFlag::critical); }))
    return "Samba does not know the flag CR";
  if (canonical.find("HO") != std::string::npos || canonical.find("SH") != std::string::npos) {
    return "Samba does not know the aliases HO and SH";
  }
  if (any_ace(ours, has_odd_local_name))
    return "local names take every character of prefixed ones (doubt)";
  if (any_ace(ours, has_local_on_the_right))
    return "a local attribute may stand on the right, as the bytes allow";
  if (canonical.find("(RA;") != std::string::npos && !canonical_accepted) {
    return "names of resource attributes take every character that needs no escape (MS-DTYP "
           "2.5.1.1)";
  }
  if (canonical_accepted) return "leniency of Windows: Samba reads the canonical form of it alike";
  return "?";
}

std::string explain_strictness(const std::string& sddl, const std::string& error) {
  if (sddl.find("00x") != std::string::npos) return "a number does not begin with 00x";
  if (error.ends_with("expected '-' and a sub-authority"))
    return "a SID needs a sub-authority (recorded)";
  if (sddl.find_first_of("\t\n\v\f\r") != std::string::npos)
    return "only blanks are blanks outside conditions (recorded)";
  if (error.ends_with("expected ')', an operator, && or ||"))
    return "comparisons do not chain (MS-DTYP 2.5.1.1)";
  if (error.ends_with("expected revision 1")) return "a SID is of revision 1 (recorded)";
  if (error.find("an ACE type of a") != std::string::npos)
    return "types stay in their ACL (recorded of audits)";
  if (error.find("no GUID in an ACE of this type") != std::string::npos)
    return "a plain ACE takes no GUID (doubt)";
  return "?";
}

std::string explain_reading(const SecurityDescriptor& ours, const SecurityDescriptor& theirs) {
  const SecurityDescriptor plain = rewritten(theirs, make_plain);
  if (same(ours, plain)) return "an object ACE without GUIDs is stored plain (recorded)";
  if (same(rewritten(ours, make_signed), rewritten(plain, make_signed)))
    return "TI and TB attributes keep their type (recorded; MS-DTYP 2.5.1.1)";
  if (any_ace(ours, has_space_in_name)) return "white space in a quoted name is part of it";
  return "?";
}

std::string explain_bytes(const std::vector<std::uint8_t>& bytes, const SecurityDescriptor* ours,
                          const SecurityDescriptor* theirs, const std::string& error) {
  if (ours == nullptr) return "stricter, MS-DTYP 2.4: " + error;
  if (theirs != nullptr && same(*ours, rewritten(*theirs, make_plain)))
    return "an object ACE without GUIDs";
  const auto control = load<std::uint16_t>(bytes.data() + 2);
  const bool stray_sacl =
      !(control & Control::sacl_present) && load<std::uint32_t>(bytes.data() + 12) != 0;
  const bool stray_dacl =
      !(control & Control::dacl_present) && load<std::uint32_t>(bytes.data() + 16) != 0;
  if (stray_sacl || stray_dacl)
    return "the offset of an ACL that is not present is not looked at (MS-DTYP 2.4.6)";
  if (theirs != nullptr) {
    if (same(rewritten(*ours, drop_rest), rewritten(*theirs, drop_rest)))
      return "what stands behind a SID is kept";
    if (same(rewritten(*ours, drop_data), rewritten(*theirs, drop_data)))
      return "data of ACEs are kept as they are";
  }
  if (any_ace(*ours, is_opaque)) return "ACEs of unknown types are kept as they are";
  if (any_ace(*ours, has_odd_object_flags)) return "unknown object flags are not looked at";
  if (any_ace(*ours, has_bad_attribute)) return "malformed attributes are kept and ignored";
  if (any_ace(*ours, has_bad_condition)) return "malformed conditions are kept and unknown";
  const auto is_attribute = [](AceView ace) {
    return ace.type() == AceType::system_resource_attribute;
  };
  if (theirs == nullptr && any_ace(*ours, is_attribute))
    return "attributes are kept as they are, read or not";
  if (has_sbz2(*ours)) return "Sbz2 of an ACL is not looked at (MS-DTYP 2.4.5)";
  return "?";
}

}  // namespace wfp::test
