// dump(): an image as text, for people and golden files: layer by layer the rules, and of each
// dimension the intervals with the rules that they leave.
#pragma once

#include <string>

#include "compile/image.h"

namespace wfp::compile {

// Of the layers that have rules. Hashes are shown as they are: an image knows no names.
std::string dump(const Image& image);

}  // namespace wfp::compile
