// SetRequest: the arguments of a Set as they came, and SetParts, what they say once the pointer
// rules are applied.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/result.h"
#include "security/descriptor.h"

namespace wfp::daemon {

// A pointer argument: nullopt is NULL. One whose bit is not set in `information` is not looked at.
using Pointer = std::optional<std::span<const std::uint8_t>>;

struct SetRequest {
  std::uint32_t information = 0;
  Pointer owner{};
  Pointer group{};
  Pointer dacl{};
  Pointer sacl{};
};

struct SetParts {
  std::uint32_t information = 0;
  std::optional<security::Sid> owner{};  // set when its bit is, likewise the others
  std::optional<security::Sid> group{};
  security::AclSlot dacl{};  // null: everyone has full access
  security::AclSlot sacl{};

  [[nodiscard]] bool has(std::uint32_t bit) const { return (information & bit) != 0; }
};

// invalid_parameter (bits), invalid_owner, invalid_primary_group (bit set, pointer NULL),
// invalid_sid, invalid_acl.
Result<SetParts> parse_set(const SetRequest& request);

}  // namespace wfp::daemon
