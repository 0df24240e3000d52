// Entry: one access-control entry as a person writes it, in the form of icacls or of setfacl.
//
//   bob:R     netops:(OI)(CI)RW     "BUILTIN\Administrators:F"     S-1-22-1-1001:(EN,RD) u:bob:R
//   g:dev:R u:bob:rw-   g:netops:R   o::R   d:u:bob:R  (d: only for what is below the object)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/failure.h"
#include "cli/rights.h"

namespace wfp::cli {

// Whom an entry names. `text` is an account name, a SID as text, or a number where the kind says
// which.
struct Trustee {
  enum class Kind : std::uint8_t { any, user, group, owner, everyone };
  Kind kind = Kind::any;
  std::string text;

  bool operator==(const Trustee&) const = default;
};

struct Entry {
  Trustee trustee;
  AccessMask mask = 0;
  std::uint8_t flags = 0;  // OBJECT_INHERIT_ACE, CONTAINER_INHERIT_ACE, ...

  bool operator==(const Entry&) const = default;
};

Trustee parse_trustee(std::string_view text);              // "bob", "u:bob", "g:dev"
Outcome<Entry> parse_icacls_entry(std::string_view text);  // "bob:(OI)(CI)R"
Outcome<std::vector<Entry>> parse_setfacl_entries(std::string_view text);  // -m: "u:bob:R,g:dev:RW"
Outcome<std::vector<Trustee>> parse_setfacl_trustees(std::string_view text);  // -x: "u:bob,g:dev"

std::string format_inheritance(std::uint8_t flags);  // "(OI)(CI)"

}  // namespace wfp::cli
