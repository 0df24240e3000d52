// Security descriptors as text, read and judged here, without the engine.
#pragma once

#include <string>
#include <vector>

#include "cli/acl.h"
#include "cli/failure.h"

namespace wfp::cli {

// The text that an argument means: itself, the file of "@FILE", or standard input for "-".
Outcome<std::string> sddl_argument(const std::string& argument);

// Fails with ExitCode::invalid_policy, a mark under the character, and what was expected there.
Outcome<Descriptor> read_sddl(const std::string& text);

}  // namespace wfp::cli
