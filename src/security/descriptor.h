// SecurityDescriptor: who owns an object, who may do what with it (DACL), what is noted about it
// (SACL).
//
// An ACL of a descriptor is in one of three states that must never be mixed up:
//   absent   nothing is said      - for the DACL: everyone has full access
//   null     "no restriction"     - for the DACL: everyone has full access, and it was meant
//   present  an ACL, maybe empty  - an empty DACL grants nobody anything
//
// Self-relative wire form: revision 1, Sbz1, control (2), offsets of owner, group, SACL, DACL (4
// each, 0 = none), parts.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "security/acl.h"
#include "security/sid.h"

namespace wfp::security {

// Bits of a descriptor's control field.
struct Control {
  enum : std::uint16_t {
#define WFP_CONTROL(name, value) name = value,
#include "gen/descriptor_control_table.inc"
#undef WFP_CONTROL
  };
};
// The bits that follow from the parts and the form; SecurityDescriptor::control never holds them.
inline constexpr std::uint16_t kImpliedControl =
    Control::dacl_present | Control::sacl_present | Control::self_relative;

enum class AclState : std::uint8_t { absent, null, present };

class AclSlot {
 public:
  AclSlot() = default;  // absent
  AclSlot(Acl acl)
      : state_(AclState::present), acl_(std::move(acl)) {}  // NOLINT(google-explicit-constructor)
  static AclSlot absent() { return {}; }
  static AclSlot null() {
    AclSlot slot;
    slot.state_ = AclState::null;
    return slot;
  }

  [[nodiscard]] AclState state() const { return state_; }
  [[nodiscard]] bool is_absent() const { return state_ == AclState::absent; }
  [[nodiscard]] bool is_null() const { return state_ == AclState::null; }
  [[nodiscard]] bool is_present() const { return state_ == AclState::present; }
  // The ACL; nullptr unless present.
  [[nodiscard]] const Acl* acl() const { return is_present() ? &*acl_ : nullptr; }
  [[nodiscard]] Acl* acl() { return is_present() ? &*acl_ : nullptr; }

  bool operator==(const AclSlot&) const = default;

 private:
  AclState state_ = AclState::absent;
  std::optional<Acl> acl_;
};

// Self-relative bytes that were checked in place, borrowed.
class DescriptorView {
 public:
  static constexpr std::size_t kHeaderSize = 20;

  // Exactly as strict and as lenient as Windows (docs/security.md); bytes may follow the parts.
  // invalid_security_descr.
  static Result<DescriptorView> from_bytes(ByteView bytes);
  // The same without words: what is wrong, a text constant, or nullptr if nothing is.
  static const char* check(ByteView bytes);
  // `bytes` were checked.
  explicit DescriptorView(const std::uint8_t* bytes) : bytes_(bytes) {}

  [[nodiscard]] std::uint16_t control() const { return load<std::uint16_t>(bytes_ + 2); }
  [[nodiscard]] std::uint8_t resource_manager_control() const { return bytes_[1]; }
  [[nodiscard]] std::optional<SidView> owner() const { return sid_at(4); }
  [[nodiscard]] std::optional<SidView> group() const { return sid_at(8); }
  [[nodiscard]] AclState sacl_state() const { return acl_state(Control::sacl_present, 12); }
  [[nodiscard]] AclState dacl_state() const { return acl_state(Control::dacl_present, 16); }
  [[nodiscard]] std::optional<AclView> sacl() const { return acl_at(sacl_state(), 12); }
  [[nodiscard]] std::optional<AclView> dacl() const { return acl_at(dacl_state(), 16); }

 private:
  [[nodiscard]] std::uint32_t offset(std::size_t field) const {
    return load<std::uint32_t>(bytes_ + field);
  }
  [[nodiscard]] std::optional<SidView> sid_at(std::size_t field) const;
  [[nodiscard]] AclState acl_state(std::uint16_t present, std::size_t field) const;
  [[nodiscard]] std::optional<AclView> acl_at(AclState state, std::size_t field) const;
  const std::uint8_t* bytes_;
};

struct SecurityDescriptor {
  std::uint16_t control = 0;  // without kImpliedControl
  std::uint8_t resource_manager_control = 0;
  std::optional<Sid> owner{};
  std::optional<Sid> group{};
  AclSlot dacl{};
  AclSlot sacl{};

  static Result<SecurityDescriptor> from_bytes(ByteView self_relative);
  explicit SecurityDescriptor(DescriptorView view);
  SecurityDescriptor() = default;

  // control with the bits that follow from the parts.
  [[nodiscard]] std::uint16_t full_control() const;
  [[nodiscard]] bool has(std::uint16_t control_bit) const {
    return (full_control() & control_bit) != 0;
  }

  // Self-relative bytes exactly as Windows lays them out: SACL, DACL, owner, group, without gaps.
  [[nodiscard]] Bytes to_bytes() const;
  [[nodiscard]] std::size_t size_in_bytes() const;

  bool operator==(const SecurityDescriptor&) const = default;
};

}  // namespace wfp::security
