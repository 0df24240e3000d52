// SetRequest: the arguments of a Set as they came, and SetParts, what they say once the parameter
// and pointer rules are applied. Which parts there are and which rights they take is
// security/security_information.h's.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/result.h"
#include "security/descriptor.h"
#include "security/security_information.h"

namespace wfp::daemon {

using security::SecurityInformation;

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
  // Holds what the bits name: the DACL is present, or null - everyone has full access; a SACL is
  // present, or absent - it is taken away.
  security::SecurityDescriptor descriptor{};

  [[nodiscard]] bool has(std::uint32_t bits) const { return (information & bits) != 0; }
};

// invalid_parameter (bits that Set does not take, or both protections of one ACL), invalid_owner,
// invalid_primary_group (the bit is set and the pointer NULL), invalid_sid, invalid_acl.
Result<SetParts> parse_set(const SetRequest& request);

// invalid_parameter for anything but owner, group, DACL and SACL.
Result<void> check_get(std::uint32_t information);

// What Set makes of `current`, a container. `parent`: what it inherits from; nullptr for the
// engine. A DACL that is set without a word about protection stays as protected as it was;
// unprotected, it gets the parent's ACEs anew.
Result<security::SecurityDescriptor> apply_set(const SetParts& parts,
                                               const security::SecurityDescriptor& current,
                                               const security::SecurityDescriptor* parent);

// `child`, a container, with what it inherits from `parent` now.
Result<security::SecurityDescriptor> inherit(const security::SecurityDescriptor& child,
                                             const security::SecurityDescriptor& parent);

}  // namespace wfp::daemon
