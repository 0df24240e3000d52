// The inner parts of SDDL: ACLs, ACEs, rights. Internal to this folder.
#pragma once

#include <string>

#include "security/acl.h"
#include "security/sddl_cursor.h"
#include "security/sid.h"
#include "security/wire_buffer.h"

namespace wfp::security {

// Makes ACLs without checking them again: what the SDDL reader writes is valid by construction.
class AclBuilder {
 public:
  // `bytes`: header and ACEs.
  static Acl take(ByteView bytes) {
    Acl acl;
    acl.bytes_.assign(bytes.begin(), bytes.end());
    return acl;
  }
};

// Reads the ACEs at the cursor, none or more, with blanks between them; `home` says which types
// belong here. Writes a whole ACL to `out`, which is empty.
bool read_aces(SddlCursor& in, const SidContext& context, AceHome home, WireBuffer& out);

// Rights: letters in pairs and numbers, glued together as one likes.
bool read_rights(SddlCursor& in, AccessMask& mask);
// Longest text of a mask: 17 letter pairs.
inline constexpr std::size_t kMaxRightsText = 34;
char* write_rights(char* out, AccessMask mask, AceType type);

// A parenthesised condition at the cursor, as application data to `out`.
bool read_condition(SddlCursor& in, const SidContext& context, WireBuffer& out);

}  // namespace wfp::security
