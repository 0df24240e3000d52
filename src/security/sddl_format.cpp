#include <algorithm>

#include "security/condition.h"
#include "security/resource_attribute.h"
#include "security/sddl.h"
#include "security/sddl_ace.h"
#include "security/sid_text.h"

namespace wfp::security {
namespace {

constexpr std::size_t kTypicalAce = 64;  // characters, to reserve room
// Two letters of type, eight flags, rights, two GUIDs, a SID, parentheses and semicolons.
constexpr std::size_t kMaxHead = 2 + 16 + kMaxRightsText + 2 * 36 + kMaxSidText + 8;

char* put(char* out, std::string_view text) { return std::ranges::copy(text, out).out; }

char* write_flags(char* out, std::uint8_t flags, AceType type) {
  const bool filter = type == AceType::system_access_filter;
  if (flags == 0) return out;
#define WFP_ACE_FLAG(name, value, sddl)                                                        \
  if ((flags & (value)) != 0 &&                                                                \
      ((value) != AceFlag::successful_access || filter == (std::string_view(sddl) == "TP"))) { \
    out = put(out, sddl);                                                                      \
  }
#include "gen/ace_flag_table.inc"
#undef WFP_ACE_FLAG
  return out;
}

char* write_guid(char* out, const Guid& guid) {
  constexpr char kDigits[] = "0123456789abcdef";
  const auto hex = [&](std::uint32_t value, int digits) {
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
      *out++ = kDigits[value >> shift & 0xF];
  };
  hex(guid.data1, 8), *out++ = '-';
  hex(guid.data2, 4), *out++ = '-';
  hex(guid.data3, 4), *out++ = '-';
  for (std::size_t i = 0; i < guid.data4.size(); ++i) {
    if (i == 2) *out++ = '-';
    hex(guid.data4[i], 2);
  }
  return out;
}

// Everything up to the SID, without the closing parenthesis.
char* write_head(char* out, AceView ace, std::string_view type, const SidContext& context) {
  *out++ = '(';
  out = put(out, type), *out++ = ';';
  out = write_flags(out, ace.flags(), ace.type()), *out++ = ';';
  out = write_rights(out, ace.mask(), ace.type()), *out++ = ';';
  if (ace.shape() == AceShape::object) {
    if (const auto guid = ace.object_type()) out = write_guid(out, *guid);
    *out++ = ';';
    if (const auto guid = ace.inherited_object_type()) out = write_guid(out, *guid);
    *out++ = ';';
  } else {
    *out++ = ';', *out++ = ';';
  }
  return write_sid_or_alias(out, ace.sid(), context);
}

Result<void> append_ace(std::string& out, AceView ace, const SidContext& context) {
  const AceTypeInfo* info = ace_type_info(ace.type());
  if (info == nullptr || info->sddl.empty())
    return fail(Status::invalid_acl, "SDDL has no name for an ACE's type");
  char head[kMaxHead];
  out.append(head, write_head(head, ace, info->sddl, context));
  if (has_condition(ace.type())) {
    WFP_TRY(const std::string condition, format_condition(ace.data(), context));
    out += ';';
    out += condition;
  } else if (ace.type() == AceType::system_resource_attribute) {
    WFP_TRY(const Claim claim, parse_resource_attribute(ace.data()));
    out += ';';
    if (!write_resource_attribute(out, claim, context)) {
      return fail(Status::invalid_acl, "a resource attribute cannot be written in SDDL");
    }
  }
  out += ')';
  return {};
}

Result<void> append_acl(std::string& out, std::string_view section, const AclSlot& slot,
                        unsigned control, const SidContext& context) {
  if (slot.is_absent()) return {};
  out += section;
  if (control & Control::dacl_protected) out += 'P';
  if (control & Control::dacl_auto_inherit_required) out += "AR";
  if (control & Control::dacl_auto_inherited) out += "AI";
  if (slot.is_null()) out += "NO_ACCESS_CONTROL";
  if (slot.is_present()) {
    for (const AceView ace : slot.acl()->aces()) WFP_CHECK_OK(append_ace(out, ace, context));
  }
  return {};
}

void append_sid(std::string& out, std::string_view section, const std::optional<Sid>& sid,
                const SidContext& context) {
  if (!sid) return;
  char text[kMaxSidText];
  out += section;
  out.append(text, write_sid_or_alias(text, *sid, context));
}

std::size_t ace_count(const AclSlot& slot) {
  return slot.is_present() ? slot.acl()->ace_count() : 0;
}

}  // namespace

Result<std::string> format_sddl(const SecurityDescriptor& descriptor, const SidContext& context) {
  std::string out;
  out.reserve(2 * kTypicalAce +
              kTypicalAce * (ace_count(descriptor.dacl) + ace_count(descriptor.sacl)));
  append_sid(out, "O:", descriptor.owner, context);
  append_sid(out, "G:", descriptor.group, context);
  WFP_CHECK_OK(append_acl(out, "D:", descriptor.dacl, descriptor.control, context));
  // The SACL's bits stand one above the DACL's.
  WFP_CHECK_OK(append_acl(out, "S:", descriptor.sacl,
                          static_cast<unsigned>(descriptor.control) >> 1, context));
  return out;
}

Result<std::string> format_ace(AceView ace, const SidContext& context) {
  std::string out;
  WFP_CHECK_OK(append_ace(out, ace, context));
  return out;
}

}  // namespace wfp::security
