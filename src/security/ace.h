// Ace: an access control entry, one rule of an ACL: to whom (a SID) it grants, denies, audits or
// says what.
//
// Wire form: type (1 byte), flags (1), size (2), then by shape
//   plain   mask (4), SID, data
//   object  mask (4), object flags (4), object type (16, if flagged), inherited object type (16, if
//   flagged), SID, data opaque  anything: a type this folder does not interpret, kept as it is and
//   ignored by every check
// "data" is a condition (callback types), a resource attribute, or bytes that nobody reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/guid.h"
#include "security/bytes.h"
#include "security/rights.h"
#include "security/sid.h"

namespace wfp::security {

enum class AceType : std::uint8_t {
#define WFP_ACE_TYPE(name, value, sddl, acl, shape) name = value,
#include "gen/ace_type_table.inc"
#undef WFP_ACE_TYPE
};

// Bits of an ACE's flags byte.
struct AceFlag {
  enum : std::uint8_t {
#define WFP_ACE_FLAG(name, value, sddl) name = value,
#include "gen/ace_flag_table.inc"
#undef WFP_ACE_FLAG
  };
};
// The bits that say how an ACE travels to children.
inline constexpr std::uint8_t kInheritanceFlags =
    AceFlag::object_inherit | AceFlag::container_inherit | AceFlag::no_propagate_inherit |
    AceFlag::inherit_only;

enum class AceShape : std::uint8_t { plain, object, opaque };
enum class AceHome : std::uint8_t { dacl, sacl };  // the ACL an ACE type belongs to

struct AceTypeInfo {
  AceType type;
  std::string_view sddl;  // "A", "XA", ...; empty for a type that SDDL cannot say
  AceHome home;
  AceShape shape;
};

// The row of a type in spec/ace_types.tsv, or nullptr for a number Windows has not given out.
const AceTypeInfo* ace_type_info(AceType type);
AceShape shape_of(AceType type);
// Callback types carry a condition. An access filter does too.
bool has_condition(AceType type);

// What an ACE says, as a value: for building one and for reading one whole.
struct Ace {
  AceType type = AceType::access_allowed;
  std::uint8_t flags = 0;
  AccessMask mask = 0;
  Sid sid{};
  std::optional<Guid> object_type{};            // object types only
  std::optional<Guid> inherited_object_type{};  // object types only
  Bytes data{};                                 // after the SID; a multiple of 4 bytes

  bool operator==(const Ace&) const = default;
};

// A borrowed ACE whose bytes were checked (Acl and AclView hand out no other).
class AceView {
 public:
  // The size of the valid ACE at the start of `bytes`, 0 if there is none.
  static std::size_t size_at(ByteView bytes);

  explicit AceView(const std::uint8_t* bytes) : bytes_(bytes) {}

  [[nodiscard]] AceType type() const { return static_cast<AceType>(bytes_[0]); }
  [[nodiscard]] std::uint8_t flags() const { return bytes_[1]; }
  [[nodiscard]] bool has(std::uint8_t flag) const { return (bytes_[1] & flag) != 0; }
  [[nodiscard]] std::size_t size() const { return load<std::uint16_t>(bytes_ + 2); }
  [[nodiscard]] ByteView bytes() const { return {bytes_, size()}; }
  [[nodiscard]] AceShape shape() const { return shape_of(type()); }

  // Of every shape but opaque:
  [[nodiscard]] AccessMask mask() const { return load<AccessMask>(bytes_ + 4); }
  [[nodiscard]] SidView sid() const { return SidView(bytes_ + sid_offset()); }
  [[nodiscard]] ByteView data() const;
  [[nodiscard]] std::optional<Guid> object_type() const;
  [[nodiscard]] std::optional<Guid> inherited_object_type() const;

  // The ACE as a value; of an opaque one, its bytes after the first 4 as data.
  [[nodiscard]] Ace to_ace() const;

  friend bool operator==(AceView a, AceView b) {
    return a.size() == b.size() && std::memcmp(a.bytes_, b.bytes_, a.size()) == 0;
  }

 private:
  [[nodiscard]] std::size_t sid_offset() const;
  const std::uint8_t* bytes_;
};

}  // namespace wfp::security
