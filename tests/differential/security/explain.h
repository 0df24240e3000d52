// The differences from Samba 4.22 that are meant, each with the rule that makes it so. Everything
// else is a finding.
#pragma once

#include <string>
#include <vector>

#include "security/descriptor.h"

namespace wfp::test {

// The same owner, group, control and ACEs: revisions and slack are Windows' business.
bool same(const security::SecurityDescriptor& a, const security::SecurityDescriptor& b);

// Each returns the difference's name, or "?".

// The text is read here and refused by Samba. `canonical` is what the engine writes for it.
std::string explain_leniency(const security::SecurityDescriptor& ours, const std::string& canonical,
                             bool canonical_accepted);
// The text is refused here, with this error, and read by Samba.
std::string explain_strictness(const std::string& sddl, const std::string& error);
// Both read the text, and read different things.
std::string explain_reading(const security::SecurityDescriptor& ours,
                            const security::SecurityDescriptor& theirs);
// Valid bytes to one and not to the other (nullptr), or to both and different.
std::string explain_bytes(const std::vector<std::uint8_t>& bytes,
                          const security::SecurityDescriptor* ours,
                          const security::SecurityDescriptor* theirs, const std::string& error);

}  // namespace wfp::test
