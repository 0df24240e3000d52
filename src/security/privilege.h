// Privileges: powers of a token beside the rights that descriptors grant it (table
// spec/privileges.tsv).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace wfp::security {

// The value is the low part of the privilege's LUID.
enum class Privilege : std::uint8_t {
#define WFP_PRIVILEGE(name, luid, windows_name) name = luid,
#include "gen/privilege_table.inc"
#undef WFP_PRIVILEGE
};

class PrivilegeSet {
 public:
  constexpr PrivilegeSet() = default;
  constexpr PrivilegeSet(std::initializer_list<Privilege> privileges) {
    for (const Privilege privilege : privileges) add(privilege);
  }
  constexpr void add(Privilege privilege) { bits_ |= bit(privilege); }
  constexpr void add(PrivilegeSet other) { bits_ |= other.bits_; }
  [[nodiscard]] constexpr bool has(Privilege privilege) const {
    return (bits_ & bit(privilege)) != 0;
  }
  [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
  // Bit n set: the privilege with LUID n is in the set.
  [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }
  static constexpr PrivilegeSet from_bits(std::uint64_t bits) {
    PrivilegeSet set;
    set.bits_ = bits;
    return set;
  }
  bool operator==(const PrivilegeSet&) const = default;

 private:
  static constexpr std::uint64_t bit(Privilege privilege) {
    return std::uint64_t{1} << static_cast<unsigned>(privilege);
  }
  std::uint64_t bits_ = 0;
};

// "SeSecurityPrivilege".
std::string_view to_string(Privilege privilege);
std::optional<Privilege> find_privilege(std::string_view windows_name);

}  // namespace wfp::security
