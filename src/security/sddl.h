// SDDL: security descriptors as text, "O:BAG:SYD:P(A;;GA;;;BA)(A;;GR;;;AU)".
//
// Reads everything that Windows reads, with its leniency, and writes what Windows writes
// (docs/security.md).
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "base/result.h"
#include "security/ace.h"
#include "security/descriptor.h"
#include "security/sid.h"

namespace wfp::security {

// A mistake in a text: where, and what was expected there.
struct SddlError {
  Status status = Status::invalid_parameter;
  std::size_t position = 0;  // in bytes from the start of the text
  std::string expected;

  // "character 12: expected a right such as GA or 0x1F".
  [[nodiscard]] std::string to_string() const;
};

std::expected<SecurityDescriptor, SddlError> read_sddl(std::string_view text,
                                                       const SidContext& context = {});
// The same with the error of the house.
Result<SecurityDescriptor> parse_sddl(std::string_view text, const SidContext& context = {});

// invalid_acl when an ACE cannot be said in SDDL: of an unknown type, or with malformed data.
Result<std::string> format_sddl(const SecurityDescriptor& descriptor,
                                const SidContext& context = {});
// One ACE with its parentheses; one right's mask.
Result<std::string> format_ace(AceView ace, const SidContext& context = {});
std::string format_rights(AccessMask mask);

}  // namespace wfp::security
