// Inputs for both engines: texts and bytes from well-formed to broken, and questions of access.
#pragma once

#include <string>
#include <vector>

#include "random.h"
#include "security/bytes.h"
#include "security/descriptor.h"

namespace wfp::differential {

// The SID behind the relative aliases, for both engines.
security::Sid domain();

// A descriptor in SDDL. Mostly as a person would write it; sometimes in one of the unusual
// spellings that Windows takes (blanks, lower case, octal, hexadecimal parts); `conditions`: with
// conditional ACEs and resource attributes.
std::string random_sddl(Random& random, bool conditions);
// The same with some characters changed, removed, doubled or moved.
std::string mutate(Random& random, std::string text);

// Any descriptor whose ACEs have the types that `types` holds.
security::SecurityDescriptor random_descriptor(Random& random,
                                               std::span<const security::AceType> types);
// Bytes with some changed, or cut off.
security::Bytes mutate(Random& random, security::Bytes bytes);

// Two of the conditions in questions: of a missing attribute or a member, and of the member alone.
inline constexpr char kMissingOrMember[] = "((@USER.none == 1) || (Member_of {SID(BA)}))";
inline constexpr char kMemberOfAdministrators[] = "(Member_of {SID(BA)})";

// A question of access within what both engines can be asked: plain SIDs, no integrity, no
// restriction.
struct Question {
  security::SecurityDescriptor descriptor;
  std::vector<security::Sid> sids{};        // the first is the user
  std::vector<std::uint32_t> privileges{};  // LUIDs
  security::AccessMask desired = 0;
};
// `conditions`: with conditional ACEs of membership, which need no claims.
Question random_question(Random& random, bool conditions);

}  // namespace wfp::differential
