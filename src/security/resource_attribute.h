// Resource attributes: claims about an object, kept in its SACL as the data of an ACE of type 0x12.
//
// Wire form (CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1): offset of the name (4 bytes), type (2),
// reserved (2), flags (4), value count (4), offset of each value (4), name, values; offsets count
// from the start. Names and strings are UTF-16 and end in NUL; integers and truth values take 8
// bytes; SIDs and octets are their length (4) and bytes.
#pragma once

#include <string>

#include "base/result.h"
#include "security/bytes.h"
#include "security/claim.h"
#include "security/sddl_cursor.h"
#include "security/sid.h"

namespace wfp::security {

Result<Claim> parse_resource_attribute(ByteView data);

// As Windows lays it out: values right behind the name, without gaps; the whole padded to a
// multiple of 4.
Bytes resource_attribute_bytes(const Claim& claim);

// Reads ("name",TS,0x0,"value",...) at the cursor. Internal to this folder.
bool read_resource_attribute(SddlCursor& in, const SidContext& context, Claim& claim);

// Appends the same; false if the claim cannot be written. Internal to this folder.
bool write_resource_attribute(std::string& out, const Claim& claim, const SidContext& context);

}  // namespace wfp::security
