// Explaining an access check: which ACE decided, which would have, and why the others did not
// count.
//
// Slower than check_access and free to allocate: it is for people. The outcome is the same (a test
// holds the two together).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "security/access_check.h"

namespace wfp::security {

// What settled the request.
enum class DecidedBy : std::uint8_t {
  request,     // it was malformed, or asked for nothing
  privilege,   // a privilege gave or lacked
  label,       // the integrity label forbade
  no_dacl,     // there are no rules: everyone may
  owner,       // the implicit rights of the owner
  ace,         // an ACE: `deciding_ace`
  no_ace,      // nothing granted what was asked for
  restriction  // the restricting SIDs do not get it
};
std::string_view to_string(DecidedBy decided_by);

// One ACE of the DACL in the light of the request.
struct AceReport {
  enum class Outcome : std::uint8_t {
    not_for_objects,  // inherit-only, or a type that a check does not look at
    other_subject,    // the token does not hold its SID (in the way it needs)
    condition,        // its condition did not let it apply: `condition`
    no_bit,           // it speaks of no right that was asked for
    decided,          // it granted or denied `bits`
    too_late,         // it would have decided `bits`, had they not been settled before it
  };
  std::uint16_t index = 0;  // of the ACE in the DACL
  AceEffect effect = AceEffect::allow;
  Outcome outcome = Outcome::not_for_objects;
  Truth condition = Truth::yes;
  AccessMask bits = 0;

  [[nodiscard]] bool applies() const {
    return outcome == Outcome::decided || outcome == Outcome::too_late;
  }
};

struct Explanation {
  AccessResult result;
  DecidedBy decided_by = DecidedBy::no_ace;
  std::optional<std::uint16_t> deciding_ace;  // index in the DACL
  AccessMask missing = 0;                     // of what was asked for, what was not granted
  AccessMask from_owner = 0;                  // granted by the owner's implicit rights
  std::vector<AceReport> aces;                // one for each ACE of the DACL, in order
};

// Without object types.
Explanation explain_access(const CompiledDescriptor& descriptor, const Token& token,
                           const AccessRequest& request);

}  // namespace wfp::security
