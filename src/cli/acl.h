// Ace, Acl, Descriptor: security descriptors as `wfp` reads and changes them. Entries are kept as
// the bytes they came in, so that what is not touched goes back unchanged, also where its type is
// unknown here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/failure.h"
#include "cli/rights.h"
#include "cli/sid.h"

namespace wfp::cli {

struct Ace {
  std::string bytes;

  static Ace make(std::uint8_t type, std::uint8_t flags, AccessMask mask, const Sid& sid);

  [[nodiscard]] std::uint8_t type() const { return static_cast<std::uint8_t>(bytes[0]); }
  [[nodiscard]] std::uint8_t flags() const { return static_cast<std::uint8_t>(bytes[1]); }
  [[nodiscard]] bool is_inherited() const;
  [[nodiscard]] bool is_deny() const;
  [[nodiscard]] bool is_allow() const;
  [[nodiscard]] bool is_plain() const;  // nothing but type, flags, mask and SID
  [[nodiscard]] AccessMask mask() const;
  [[nodiscard]] std::optional<Sid> sid() const;  // none for a type whose layout is not known here
  [[nodiscard]] std::string sddl() const;        // "(A;;0xe0;;;WD)"; "" if SDDL cannot write it
  [[nodiscard]] std::string condition()
      const;  // "(@RESOURCE.app == ...)" of a conditional entry, or ""

  bool operator==(const Ace&) const = default;
};

struct Acl {
  std::uint8_t revision = 2;
  std::vector<Ace> aces;

  [[nodiscard]] std::string bytes() const;  // as the C API takes it
  bool operator==(const Acl&) const = default;
};

// A DACL or SACL. Absent, null and empty are three different things.
struct AclPart {
  enum class State : std::uint8_t { absent, null, list };
  State state = State::absent;
  bool is_protected = false;
  bool auto_inherited = false;
  Acl list;

  bool operator==(const AclPart&) const = default;
};

struct Descriptor {
  std::optional<Sid> owner, group;
  AclPart dacl, sacl;

  // Takes the parts out of a valid descriptor.
  static Descriptor from(PSECURITY_DESCRIPTOR descriptor);
  // Fails with ExitCode::invalid_policy.
  static Outcome<Descriptor> from_sddl(const std::string& text);
  [[nodiscard]] std::string sddl() const;

  bool operator==(const Descriptor&) const = default;
};

}  // namespace wfp::cli
