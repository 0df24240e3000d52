// Rules that turn bytes that Windows takes into those that Samba takes too, without changing what
// they say.
#pragma once

#include <span>
#include <string_view>

#include "security/bytes.h"

namespace wfp::differential {

// A difference in reading (action "code" of explained.tsv).
struct ByteRule {
  std::string_view id;
  bool (*rewrite)(security::Bytes& bytes);  // true if it changed something
};
// For bytes that OpenWFP took.
std::span<const ByteRule> byte_rules();

}  // namespace wfp::differential
