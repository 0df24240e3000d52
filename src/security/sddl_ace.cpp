#include "security/sddl_ace.h"

#include <array>
#include <optional>

#include "base/guid.h"
#include "security/resource_attribute.h"
#include "security/sid_text.h"

namespace wfp::security {
namespace {

constexpr std::size_t kGuidText = 36;
constexpr std::uint8_t kNoType = 0xFF;
constexpr std::size_t kLetters = 27;  // A to Z and none

constexpr std::size_t letter_index(char c) {
  const char upper = static_cast<char>(c & ~0x20);
  return upper >= 'A' && upper <= 'Z' ? static_cast<std::size_t>(upper - 'A') : kLetters;
}

// ACE type by its one or two letters.
constexpr auto kTypes = [] {
  std::array<std::uint8_t, kLetters * kLetters> types{};
  types.fill(kNoType);
  const auto set = [&](std::string_view sddl, std::uint8_t value) {
    if (sddl.empty()) return;
    const std::size_t second = sddl.size() > 1 ? letter_index(sddl[1]) : kLetters - 1;
    types[letter_index(sddl[0]) * kLetters + second] = value;
  };
#define WFP_ACE_TYPE(name, value, sddl, acl, shape) set(sddl, value);
#include "gen/ace_type_table.inc"
#undef WFP_ACE_TYPE
  return types;
}();

bool read_type(SddlCursor& in, AceType& type) {
  in.skip_blanks();
  const std::size_t first = letter_index(in.peek());
  const bool one = in.peek(1) == ';';
  const std::size_t second = one ? kLetters - 1 : letter_index(in.peek(1));
  if (first >= kLetters || second >= kLetters || in.peek(one ? 1 : 2) != ';')
    return in.fail("an ACE type such as A or D, and ';'");
  const std::uint8_t value = kTypes[first * kLetters + second];
  if (value == kNoType) return in.fail("an ACE type such as A or D");
  type = static_cast<AceType>(value);
  in.skip(one ? 2 : 3);
  return true;
}

constexpr std::uint16_t pair(char a, char b) {
  const auto upper = [](char c) {
    return static_cast<unsigned char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  };
  return static_cast<std::uint16_t>(upper(a) << 8 | upper(b));
}

// The flag that two letters name, 0 for none.
std::uint8_t flag_of(char a, char b) {
  switch (pair(a, b)) {
#define WFP_ACE_FLAG(name, value, sddl) \
  case pair(sddl[0], sddl[1]):          \
    return value;
#include "gen/ace_flag_table.inc"
#undef WFP_ACE_FLAG
    default:
      return 0;
  }
}

bool read_flags(SddlCursor& in, std::uint8_t& flags) {
  in.skip_blanks();
  while (in.peek() != ';') {
    in.skip_blanks();
    const std::uint8_t flag = flag_of(in.peek(), in.peek(1));
    if (flag == 0) return in.fail("an ACE flag such as CI, or ';'");
    flags |= flag;
    in.skip(2);
  }
  in.skip(1);
  return true;
}

// Blanks alone are no GUID; a GUID has none around it.
bool read_guid(SddlCursor& in, std::optional<Guid>& guid) {
  const std::size_t start = in.position();
  in.skip_blanks();
  if (in.take(';')) return true;
  in.move_to(start);
  const auto parsed = parse_guid(in.rest().substr(0, kGuidText));
  if (!parsed || in.peek(kGuidText) != ';') return in.fail("a GUID of 36 characters, or ';'");
  guid = *parsed;
  in.skip(kGuidText + 1);
  return true;
}

// An object ACE without GUIDs: Windows counts the room for its object flags but stores a plain ACE.
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

class AceReader {
 public:
  AceReader(SddlCursor& in, const SidContext& context, AceHome home, WireBuffer& out)
      : in_(in), context_(context), home_(home), out_(out) {}

  bool run() {
    out_.put(std::uint64_t{0});  // the ACL's header, filled in at the end
    for (;; ++count_) {
      in_.skip_blanks();
      if (in_.peek() != '(') break;
      if (!read_ace()) return false;
    }
    for (std::size_t i = 0; i < slack_; ++i) out_.put(std::uint8_t{0});
    if (out_.full() || out_.size() > Acl::kMaxSize) return too_long();
    *out_.at(0) = object_revision_ ? Acl::kObjectRevision : Acl::kRevision;
    store(out_.at(2), static_cast<std::uint16_t>(out_.size()));
    store(out_.at(4), count_);
    return true;
  }

 private:
  bool too_long() { return in_.fail("an ACL of less than 64 KiB", Status::invalid_acl); }

  bool read_ace() {
    const std::size_t ace_text = in_.position();
    in_.skip(1);
    AceType type{};
    std::uint8_t flags = 0;
    AccessMask mask = 0;
    std::optional<Guid> object, inherited;
    if (!read_type(in_, type)) return false;
    if (ace_type_info(type)->home != home_) {
      return in_.fail_at(
          ace_text + 1, home_ == AceHome::dacl ? "an ACE type of a DACL" : "an ACE type of a SACL");
    }
    if (!read_flags(in_, flags) || !read_rights(in_, mask)) return false;
    in_.skip(1);
    const std::size_t guids_at = in_.position();
    if (!read_guid(in_, object) || !read_guid(in_, inherited)) return false;
    if (shape_of(type) == AceShape::object) {
      object_revision_ = true;
      if (!object && !inherited && plain_twin(type) != type) {
        type = plain_twin(type);
        slack_ += 4;
      }
    } else if (object || inherited) {
      return in_.fail_at(guids_at, "no GUID in an ACE of this type");
    }
    const std::size_t start = out_.size();
    put_head(type, flags, mask, object, inherited);
    if (!read_subject(type)) return false;
    out_.align();
    const std::size_t size = out_.size() - start;
    if (out_.full() || size > Acl::kMaxSize || out_.size() > Acl::kMaxSize) return too_long();
    store(out_.at(start + 2), static_cast<std::uint16_t>(size));
    return in_.take(')') || in_.fail("')'");
  }

  void put_head(AceType type, std::uint8_t flags, AccessMask mask,
                const std::optional<Guid>& object, const std::optional<Guid>& inherited) {
    out_.put(static_cast<std::uint8_t>(type));
    out_.put(flags);
    out_.put(std::uint16_t{0});
    out_.put(mask);
    if (shape_of(type) != AceShape::object) return;
    out_.put(std::uint32_t{(object ? 1u : 0u) | (inherited ? 2u : 0u)});
    if (object) out_.put(*object);
    if (inherited) out_.put(*inherited);
  }

  // The SID and what follows it.
  bool read_subject(AceType type) {
    in_.skip_blanks();
    const bool alias = in_.peek(1) != '-';
    std::uint8_t* const to = out_.extend(Sid::kMaxSize);
    if (to == nullptr) return too_long();
    std::size_t size = 0;
    if (!read_sid(in_, context_, to, size)) return false;
    out_.truncate(out_.size() - Sid::kMaxSize + size);
    if (alias) in_.skip_blanks();
    if (has_condition(type)) {
      return (in_.take(';') || in_.fail("';' and a condition")) &&
             read_condition(in_, context_, out_);
    }
    if (type == AceType::system_resource_attribute) {
      return (in_.take(';') || in_.fail("';' and a resource attribute")) && read_attribute();
    }
    return true;
  }

  bool read_attribute() {
    Claim claim;
    if (!read_resource_attribute(in_, context_, claim)) return false;
    const Bytes bytes = resource_attribute_bytes(claim);
    out_.put(bytes.data(), bytes.size());
    return true;
  }

  SddlCursor& in_;
  const SidContext& context_;
  AceHome home_;
  WireBuffer& out_;
  std::uint16_t count_ = 0;
  std::size_t slack_ = 0;
  bool object_revision_ = false;
};

}  // namespace

bool read_aces(SddlCursor& in, const SidContext& context, AceHome home, WireBuffer& out) {
  return AceReader(in, context, home, out).run();
}

}  // namespace wfp::security
