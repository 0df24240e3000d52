#include <algorithm>

#include "security/sddl.h"
#include "security/sddl_ace.h"
#include "security/sid_text.h"

namespace wfp::security {
namespace {

constexpr std::string_view kNoAccessControl = "NO_ACCESS_CONTROL";

// The control bits that the letters before an ACL set.
struct AclControl {
  std::uint16_t protect, auto_inherit_required, auto_inherited;
};
constexpr AclControl kDaclControl{Control::dacl_protected, Control::dacl_auto_inherit_required,
                                  Control::dacl_auto_inherited};
constexpr AclControl kSaclControl{Control::sacl_protected, Control::sacl_auto_inherit_required,
                                  Control::sacl_auto_inherited};

class Reader {
 public:
  Reader(SddlCursor& in, const SidContext& context) : in_(in), context_(context) {}

  bool run(SecurityDescriptor& out) {
    unsigned seen = 0;
    for (in_.skip_blanks(); !in_.at_end(); in_.skip_blanks()) {
      const std::size_t section = std::string_view("OGDS").find(in_.peek());
      if (section == std::string_view::npos || in_.peek(1) != ':')
        return in_.fail("O:, G:, D: or S:");
      if (seen & (1u << section)) return in_.fail("each of O:, G:, D: and S: at most once");
      seen |= 1u << section;
      in_.skip(2);
      if (!read_section(section, out)) return false;
    }
    return true;
  }

 private:
  bool read_section(std::size_t section, SecurityDescriptor& out) {
    switch (section) {
      case 0:
        return read_sid_into(out.owner);
      case 1:
        return read_sid_into(out.group);
      case 2:
        return read_acl(AceHome::dacl, kDaclControl, out.control, out.dacl);
      default:
        return read_acl(AceHome::sacl, kSaclControl, out.control, out.sacl);
    }
  }

  bool read_sid_into(std::optional<Sid>& out) {
    in_.skip_blanks();
    std::uint8_t bytes[Sid::kMaxSize];
    std::size_t size = 0;
    if (!read_sid(in_, context_, bytes, size)) return false;
    out.emplace(SidView(bytes));
    return true;
  }

  bool take_letters(std::string_view letters) {
    const auto same = [](char a, char b) { return a == b || (a ^ 0x20) == b; };
    if (!std::ranges::equal(in_.rest().substr(0, letters.size()), letters, same)) return false;
    in_.skip(letters.size());
    return true;
  }

  bool read_acl(AceHome home, const AclControl& letters, std::uint16_t& control, AclSlot& out) {
    const auto set = [&](std::uint16_t bit) {
      control = static_cast<std::uint16_t>(control | bit);
    };
    for (;;) {
      in_.skip_blanks();
      if (take_letters("AR")) {
        set(letters.auto_inherit_required);
      } else if (take_letters("AI")) {
        set(letters.auto_inherited);
      } else if (take_letters("P")) {
        set(letters.protect);
      } else {
        break;
      }
    }
    if (in_.rest().starts_with(kNoAccessControl)) {
      in_.skip(kNoAccessControl.size());
      out = AclSlot::null();
      return true;
    }
    WireBuffer aces;
    if (!read_aces(in_, context_, home, aces)) return false;
    out = AclBuilder::take(aces.bytes());
    return true;
  }

  SddlCursor& in_;
  const SidContext& context_;
};

}  // namespace

std::string SddlError::to_string() const {
  return "character " + std::to_string(position + 1) + ": expected " + expected;
}

std::expected<SecurityDescriptor, SddlError> read_sddl(std::string_view text,
                                                       const SidContext& context) {
  SddlCursor in(text);
  std::expected<SecurityDescriptor, SddlError> result;
  if (!Reader(in, context).run(*result)) {
    result = std::unexpected(SddlError{in.status(), in.error_position(), in.expected()});
  }
  return result;
}

Result<SecurityDescriptor> parse_sddl(std::string_view text, const SidContext& context) {
  auto read = read_sddl(text, context);
  if (!read) return fail(read.error().status, read.error().to_string());
  return *std::move(read);
}

}  // namespace wfp::security
