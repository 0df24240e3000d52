// Descriptors in conditions: who a filter is for.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "cli/sid.h"

namespace wfp::cli {

// A self-relative descriptor that lets just these match a filter.
std::string match_descriptor(std::span<const Sid> sids);
// That lets everybody else match.
std::string match_descriptor_without(std::span<const Sid> sids);
// The one whom match_descriptor was made for.
std::optional<Sid> only_match(const std::string& descriptor);

// SDDL <-> bytes, each text remembered: policies repeat them. "" if it is none.
std::string descriptor_from_sddl(const std::string& sddl);
std::string descriptor_to_sddl(const std::string& bytes);

// The same descriptor as descriptor_from_sddl writes it, so that equal ones have equal bytes.
std::string canonical_descriptor(const std::string& bytes);

}  // namespace wfp::cli
