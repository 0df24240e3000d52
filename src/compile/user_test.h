// UserTest: the descriptors of a filter, as the entries that the kernel tries on a token.
//
// A condition asks for one right, so within a descriptor the first entry that speaks of the token
// decides; what can never speak of a token that the kernel makes is left out.
#pragma once

#include <vector>

#include "base/result.h"
#include "bpf/wire/policy_request.h"
#include "compile/key.h"
#include "engine/matcher.h"

namespace wfp::compile {

struct AceEntry {
  wfp_ace_subject subject = WFP_ACE_ANYBODY;
  bool denies = false;
  bool first = false;  // of a descriptor
  std::uint32_t id = 0;
  Key key{};
  auto operator<=>(const AceEntry&) const = default;
};

struct UserTest {
  std::vector<AceEntry> entries;
  bool accepts_absent = false;
  auto operator<=>(const UserTest&) const = default;
};

inline constexpr std::size_t kMaxAces = 1024;  // of one filter

// Appends a descriptor to the alternatives of a test. Errors: not_supported, if what it says
// depends on more than the kernel knows of a token.
Result<void> add_descriptor(const security::CompiledDescriptor& descriptor, const wfp_key& hash_key,
                            UserTest& test);

}  // namespace wfp::compile
